package io.millrace.data;

import org.jspecify.annotations.Nullable;

/**
 * A data set that cannot be used as asked. The message names what is wrong and what to do next; it
 * is for the user, without a stack trace.
 */
public final class DatasetFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of fault, for callers that can do something about it. */
  public enum Reason {
    /** No such name, directory, zip, or file in it. */
    MISSING,
    /** The download's host cannot be reached, or does not give the file. */
    UNREACHABLE,
    /** Downloaded bytes are not the published ones. */
    CHECKSUM,
    /** A file or archive cannot be read. */
    UNREADABLE,
    /** A line is not what the format says. */
    MALFORMED,
    /** Nothing in it. */
    EMPTY
  }

  private final Reason reason;

  public DatasetFault(Reason reason, String message) {
    this(reason, message, null);
  }

  public DatasetFault(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of fault. */
  public Reason reason() {
    return reason;
  }
}
