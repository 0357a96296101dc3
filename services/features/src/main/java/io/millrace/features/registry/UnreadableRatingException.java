package io.millrace.features.registry;

import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.UndecodableException;

/** Bytes that are no rating, with the reason they are rejected for. */
public final class UnreadableRatingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient EventFault fault;

  UnreadableRatingException(EventFault fault) {
    super(fault.reason());
    this.fault = fault;
  }

  UnreadableRatingException(UndecodableException cause) {
    super(cause);
    this.fault = new EventFault(FaultCode.UNDECODABLE, String.valueOf(cause.getMessage()));
  }

  /** What is wrong. */
  public EventFault fault() {
    return fault;
  }
}
