package io.millrace.schemas;

import org.jspecify.annotations.Nullable;

/** Bytes that are not the record they should be. */
public final class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecodableException(String record, int length, Throwable cause) {
    super(
        "value: must be a %s in Avro single-object encoding, was %d bytes that are not (%s)"
            .formatted(record, length, cause.getMessage()),
        cause);
  }

  UndecodableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
