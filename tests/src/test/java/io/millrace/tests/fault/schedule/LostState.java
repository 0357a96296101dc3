package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A features instance whose disk is gone when it is started again: all it kept must come back from
 * the topics.
 *
 * @param number of the instance, from 1
 */
public record LostState(int number) implements Fault {
  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.FEATURES);
  }

  @Override
  public void strike(Arena arena) throws InterruptedException, IOException {
    Member member = arena.cluster().member(Role.FEATURES, number);
    member.kill();
    empty(member.state());
    member.start();
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst =
          files.filter(file -> !file.equals(directory)).sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
