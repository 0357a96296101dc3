package io.millrace.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A directory for targets that read files.
 *
 * @param path where it is
 */
public record ScratchDirectory(Path path) implements AutoCloseable {
  /** A new one. */
  public static ScratchDirectory create() {
    try {
      return new ScratchDirectory(Files.createTempDirectory("millrace-fuzz"));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory", e);
    }
  }

  /** Writes a file over what was there. */
  public Path write(String name, byte[] bytes) throws IOException {
    return Files.write(path.resolve(name), bytes);
  }

  /** Removes what is in it and itself. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
