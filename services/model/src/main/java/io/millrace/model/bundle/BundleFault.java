package io.millrace.model.bundle;

/** Bytes that are not the bundle they should be; the message names what was expected and found. */
public final class BundleFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleFault(String message) {
    super(message);
  }

  public BundleFault(String message, Throwable cause) {
    super(message, cause);
  }
}
