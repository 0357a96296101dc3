package io.millrace.recommend.generation;

/** A generation that cannot serve: its rows are not what its manifest says. */
public final class GenerationFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong: field, rule, value. */
  public GenerationFault(String message) {
    super(message);
  }

  /** What is wrong, found by way of another exception. */
  public GenerationFault(String message, Throwable cause) {
    super(message, cause);
  }
}
