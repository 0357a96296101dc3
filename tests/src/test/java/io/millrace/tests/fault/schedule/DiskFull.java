package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk of the first features instance, which is a small one, is filled to the last byte, and
 * emptied after a while.
 *
 * @param lasting for so long
 */
public record DiskFull(Duration lasting) implements Fault {
  private static final Logger log = LoggerFactory.getLogger(DiskFull.class);
  private static final int BLOCK = 1 << 16;

  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.FEATURES);
  }

  @Override
  public Optional<String> hindrance(Cluster cluster) {
    return cluster.hasSmallDisk()
        ? Optional.empty()
        : Optional.of("a file system of its own needs root");
  }

  @Override
  public void strike(Arena arena) throws InterruptedException, IOException {
    Member member = arena.cluster().member(Role.FEATURES, 1);
    Path ballast = member.state().resolve("ballast");
    try {
      fill(ballast);
      Thread.sleep(lasting);
    } finally {
      Files.deleteIfExists(ballast);
    }
  }

  private static void fill(Path ballast) {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      log.info("the disk is full: {}", e.getMessage());
    }
  }
}
