package io.millrace.runtime;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes the files that the user asked for by an option of the command line. */
public final class Outputs {
  private Outputs() {}

  /**
   * Makes the directory of a file that is to be written much later.
   *
   * @throws UserFault if the file cannot be written there
   */
  public static void prepare(String option, Path file) {
    makeDirectory(option, file);
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || (parent != null && !Files.isWritable(parent))) {
      throw new UserFault(
          "%s: must be a file that can be written, was %s (%s); choose another"
              .formatted(
                  option, file, Files.isDirectory(file) ? "a directory" : "no permission there"));
    }
  }

  /**
   * Makes a directory that files are to be written to much later.
   *
   * @throws UserFault if none can be written there
   */
  public static void prepareDirectory(String option, Path directory) {
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new AccessDeniedException(directory.toString());
      }
    } catch (IOException e) {
      throw new UserFault(
          "%s: must be a directory that can be written to, was %s (%s); choose another"
              .formatted(option, directory, IoReason.of(e)),
          e);
    }
  }

  private static void makeDirectory(String option, Path file) {
    Path parent = file.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw fault(option, file, e);
    }
  }

  /**
   * Writes a file, and its directory if that is missing. One that is there is replaced at once: who
   * is killed meanwhile leaves the old text or the new.
   *
   * @throws UserFault if it cannot be written
   */
  public static void write(String option, Path file, String text) {
    makeDirectory(option, file);
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) { // such as /dev/stdout
        Files.writeString(file, text);
      } else {
        WholeFile.write(file, text);
      }
    } catch (IOException e) {
      throw fault(option, file, e);
    }
  }

  /**
   * Writes lines to a file, one by one as they come, and its directory if that is missing.
   *
   * @param lines without their ends; closed here
   * @throws UserFault if it cannot be written
   */
  public static void write(String option, Path file, Stream<String> lines) {
    makeDirectory(option, file);
    try (lines;
        BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
        out.write(line.next() + "\n");
      }
    } catch (IOException e) {
      throw fault(option, file, e);
    }
  }

  private static UserFault fault(String option, Path file, IOException e) {
    return new UserFault(
        "%s: must be a file that can be written, was %s (%s); choose another"
            .formatted(option, file, IoReason.of(e)),
        e);
  }
}
