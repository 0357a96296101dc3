package io.millrace.tests.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks for a text in the bytes of files. Compressed ones hide it: what is searched must not be.
 *
 * @param text of ASCII, found nowhere by chance
 */
public record ByteSearch(String text) {
  /**
   * The files below a directory, of those that are wanted, that have it in their bytes or names.
   */
  public List<Path> in(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(wanted).filter(this::isIn).toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return in(directory, wanted); // deleted while we walked
      }
      throw e;
    }
  }

  /** Whether a file has it. */
  public boolean isIn(Path file) {
    try {
      return file.toString().contains(text) || Files.readString(file, ISO_8859_1).contains(text);
    } catch (NoSuchFileException _) {
      return false; // deleted while we looked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
