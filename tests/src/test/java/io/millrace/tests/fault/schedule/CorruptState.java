package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A features instance that is told to end, and whose stores' files hold garbage when it starts
 * again: after an orderly end it trusts what is there.
 *
 * @param number of the instance, from 1
 * @param seed of where the garbage is
 */
public record CorruptState(int number, long seed) implements Fault {
  private static final int GARBAGE = 512;

  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.FEATURES);
  }

  @Override
  public void strike(Arena arena) throws InterruptedException, IOException {
    Member member = arena.cluster().member(Role.FEATURES, number);
    member.stop();
    Random random = new Random(seed);
    for (Path file : tables(member.state())) {
      spoil(file, random);
    }
    member.start();
  }

  private static List<Path> tables(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
  }

  private static void spoil(Path file, Random random) throws IOException {
    byte[] garbage = new byte[GARBAGE];
    random.nextBytes(garbage);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek((long) (random.nextDouble() * Math.max(0, open.length() - GARBAGE)));
      open.write(garbage, 0, (int) Math.min(GARBAGE, open.length()));
    }
  }
}
