package io.millrace.fuzzing;

import java.util.Base64;

/** An input that was neither taken nor refused. The message has the input, ready for a test. */
public final class Finding extends AssertionError {
  private static final long serialVersionUID = 1;

  Finding(String what, byte[] input, Throwable cause) {
    super("%s; the input in Base64: %s".formatted(what, base64(input)), cause);
  }

  private static String base64(byte[] input) {
    return Base64.getEncoder().encodeToString(input);
  }
}
