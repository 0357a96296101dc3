package io.millrace.recommend.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that cannot be answered as asked. Has no stack trace: it is an answer, not a bug. */
public final class RequestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RequestFault.class);

  private final ErrorCode code;
  private final transient List<Fault> faults;
  private final @Nullable Duration pause;

  /** A request that nothing is wrong with, and that cannot be answered now. */
  public RequestFault(ErrorCode code, String detail) {
    this(code, detail, List.of());
  }

  /**
   * The same.
   *
   * @param pause time until it may be
   */
  public RequestFault(ErrorCode code, String detail, Duration pause) {
    this(code, detail, List.of(), pause);
  }

  /** One thing is wrong. */
  public RequestFault(ErrorCode code, Fault fault) {
    this(code, fault.toString(), List.of(fault));
  }

  /**
   * One thing is wrong.
   *
   * @param advice what to do
   */
  public RequestFault(ErrorCode code, Fault fault, String advice) {
    this(code, fault + "; " + advice, List.of(fault));
  }

  /**
   * A fault of fields.
   *
   * @param detail for people: what is wrong and what to do
   * @param faults each field's fault
   */
  public RequestFault(ErrorCode code, String detail, List<Fault> faults) {
    this(code, detail, faults, null);
  }

  private RequestFault(
      ErrorCode code, String detail, List<Fault> faults, @Nullable Duration pause) {
    super(detail, null, false, false);
    this.code = code;
    this.faults = List.copyOf(faults);
    this.pause = pause;
  }

  /** The fault that a failure is: its own, or else one of ours, which is logged and not shown. */
  public static RequestFault of(Throwable failure) {
    Throwable bare = failure;
    while (bare instanceof CompletionException && bare.getCause() != null) {
      bare = bare.getCause();
    }
    if (bare instanceof RequestFault fault) {
      return fault;
    }
    LOG.error("a request failed", bare);
    return new RequestFault(ErrorCode.INTERNAL, "the service failed; its log says why");
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /**
   * Everything that is wrong with the request; empty where nothing is, as when more comes than can
   * be answered.
   */
  public List<Fault> faults() {
    return faults;
  }

  /** Time until the same may be answered, where that is known; null elsewhere. */
  public @Nullable Duration pause() {
    return pause;
  }
}
