package io.millrace.fuzzing;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What Jazzer calls, by name: static, as it wants it, so that the one target of its process is a
 * constant here.
 */
public final class JazzerTarget {
  /** System property: the target's class. */
  static final String TARGET = "millrace.fuzz.target";

  /** System property: the file that takes the report. */
  static final String REPORT = "millrace.fuzz.report";

  private static final FuzzSettings SETTINGS = FuzzSettings.given();
  private static final FuzzTarget FUZZED = FuzzTarget.of(named(System.getProperty(TARGET, "")));
  private static final Examiner EXAMINER = new Examiner(FUZZED, SETTINGS.inputs());

  private JazzerTarget() {}

  private static Class<? extends FuzzTarget> named(String name) {
    try {
      return Class.forName(name).asSubclass(FuzzTarget.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "%s: must be the name of a class, was '%s'".formatted(TARGET, name), e);
    }
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    EXAMINER.give(input);
  }

  /** Says what was tried. */
  public static void fuzzerTearDown() throws IOException {
    EXAMINER.report(SETTINGS.seed()).write(Path.of(System.getProperty(REPORT)));
  }
}
