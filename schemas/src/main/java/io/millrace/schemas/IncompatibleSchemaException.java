package io.millrace.schemas;

/** A schema whose records cannot be read as ours: the message names the fields and why. */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompatibleSchemaException(String message) {
    super(message);
  }
}
