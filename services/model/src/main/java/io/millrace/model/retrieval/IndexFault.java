package io.millrace.model.retrieval;

/**
 * A file that is not the item index it should be; the message names what was expected and found.
 */
public final class IndexFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IndexFault(String message) {
    super(message);
  }

  public IndexFault(String message, Throwable cause) {
    super(message, cause);
  }
}
