package io.millrace.standalone.demo;

/**
 * A demo that cannot go on, and not by a mistake in how it was called. The command line prints the
 * message and where the log is, and exits with code 1.
 */
public final class DemoFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param message which part failed, how, and what may help
   */
  public DemoFault(String message) {
    super(message);
  }
}
