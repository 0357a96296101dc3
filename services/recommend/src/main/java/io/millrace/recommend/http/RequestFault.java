package io.millrace.recommend.http;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that cannot be answered as asked. Has no stack trace: it is an answer, not a bug. */
public final class RequestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RequestFault.class);

  private final ErrorCode code;
  private final transient List<Fault> faults;

  /** A fault without particular fields. */
  public RequestFault(ErrorCode code, String detail) {
    this(code, detail, List.of());
  }

  /**
   * A fault of fields.
   *
   * @param detail for people: what is wrong and what to do
   * @param faults each field's fault
   */
  public RequestFault(ErrorCode code, String detail, List<Fault> faults) {
    super(detail, null, false, false);
    this.code = code;
    this.faults = List.copyOf(faults);
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

  /** Each field's fault; empty where the request as a whole is refused. */
  public List<Fault> faults() {
    return faults;
  }
}
