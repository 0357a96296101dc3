package io.millrace.tests.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house format: google-java-format's, imports and long strings included. Run as a program it
 * rewrites every source of the repository.
 */
public final class SourceFormat {
  /** The command that mends every source. */
  public static final String COMMAND = "mvn -q -pl tests -Pformat test-compile exec:exec";

  private final Formatter formatter = new Formatter();

  /** The source as it should be. */
  public String formatted(String source) {
    try {
      return formatter.formatSourceAndFixImports(source);
    } catch (FormatterException e) {
      throw new IllegalArgumentException("source: must parse, " + e.getMessage(), e);
    }
  }

  /** Rewrites what differs. */
  public static void main(String[] arguments) throws IOException {
    Logger log = LoggerFactory.getLogger(SourceFormat.class);
    Repository repository = Repository.here();
    SourceFormat format = new SourceFormat();
    for (Path file : repository.javaSources()) {
      String source = Repository.text(file);
      String formatted = format.formatted(source);
      if (!formatted.equals(source)) {
        Files.writeString(file, formatted);
        log.warn("formatted {}", repository.name(file));
      }
    }
  }
}
