package io.millrace.tests.fault.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system of its own for one directory, in memory, and small. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SmallDisk.class);
  private static final String OPTIONS = "size=64m";

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one; nothing where the system does not let us. */
  static Optional<SmallDisk> mount(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted = run("mount", "-t", "tmpfs", "-o", OPTIONS, "tmpfs", directory.toString());
    return mounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
  }

  @Override
  public void close() {
    if (!run("umount", directory.toString())) {
      log.warn("{}: could not be unmounted", directory);
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      log.debug("{}: cannot be run", command[0], e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
