package io.millrace.recommend.http;

import io.millrace.recommend.access.Access;
import io.millrace.recommend.access.AuditLog;
import io.millrace.recommend.access.Caller;
import io.millrace.recommend.access.Decision;
import io.millrace.recommend.access.Scope;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests on, before anything of their body is read: by whose page sends them, who asks, what
 * for, and how often. What needs {@link Scope#ADMIN} is written to the audit log with its outcome,
 * let on or not. Thread-safe.
 */
public final class Gate {
  private final Access access;
  private final AuditLog audit;
  private final InstantSource clock;

  /** Lets on what the access allows. */
  public Gate(Access access, AuditLog audit, InstantSource clock) {
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /** Goes on with the request if it may, else answers it. */
  void pass(RoutingContext context, Scope scope, Runnable onward) {
    admit(context, scope, admission -> onward.run());
  }

  /** What is done with a request that may go on. */
  @FunctionalInterface
  public interface Onward {
    /** Goes on. */
    void go(Admission admission);
  }

  /**
   * The same, for what lasts: who was let on may later lose the right to.
   *
   * @param onward given what tells that
   */
  public void admit(RoutingContext context, Scope scope, Onward onward) {
    Credentials credentials = Credentials.of(context.request());
    Caller caller = access.identify(credentials.secret(), credentials.local());
    if (scope == Scope.ADMIN) {
      context.addEndHandler(ended -> tell(context, caller, credentials, ended.succeeded()));
    }
    Admission admission = new Admission(this, caller);
    @Nullable RequestFault foreign = Origins.refusal(context);
    @Nullable RequestFault refusal =
        foreign == null ? refusal(access.decide(caller, scope)) : foreign;
    if (refusal == null) {
      onward.go(admission);
    } else {
      Routes.refuse(context, refusal);
    }
  }

  private void tell(RoutingContext context, Caller caller, Credentials credentials, boolean whole) {
    audit.add(
        new AuditLog.Action(
            clock.instant(),
            caller.name(),
            credentials.peer(),
            context.request().method().name(),
            context.request().path(),
            context.response().headWritten() ? context.response().getStatusCode() : null,
            whole));
  }

  /** Why the caller may not do what needs the scope, or null; counts as no use. */
  @Nullable RequestFault right(Caller caller, Scope scope) {
    return refusal(access.right(caller, scope));
  }

  /** Counts one use, or tells why it is none. */
  @Nullable RequestFault use(Caller caller) {
    return refusal(access.use(caller));
  }

  private static @Nullable RequestFault refusal(Decision decision) {
    return switch (decision) {
      case Decision.Admitted() -> null;
      case Decision.KeyRequired() -> keyRequired();
      case Decision.KeyUnknown() -> keyUnknown();
      case Decision.ScopeMissing(Scope missing) -> scopeMissing(missing);
      case Decision.AdminClosed() -> adminClosed();
      case Decision.TooOften(Duration pause) -> tooOften(pause);
    };
  }

  boolean stands(Caller caller) {
    return access.stands(caller);
  }

  private static RequestFault keyRequired() {
    return new RequestFault(
        ErrorCode.KEY_REQUIRED,
        new Fault("Authorization", "must be Bearer and an API key", "absent"),
        "whoever runs this service makes keys (millrace keys create); X-Api-Key is taken too");
  }

  private static RequestFault keyUnknown() {
    return new RequestFault(
        ErrorCode.KEY_UNKNOWN,
        new Fault("Authorization", "must have a key of this service", "another, or one revoked"),
        "ask whoever runs this service for one");
  }

  private static RequestFault scopeMissing(Scope scope) {
    return new RequestFault(
        ErrorCode.SCOPE_MISSING,
        new Fault("key", "must have scope " + scope.word(), "without it"),
        "ask with another key");
  }

  private static RequestFault adminClosed() {
    return new RequestFault(
        ErrorCode.ADMIN_CLOSED,
        "this service has no keys, so it can be administered from its own machine only, at"
            + " localhost and past any proxy; make a key (millrace keys create) and name its file"
            + " in recommend.access.keys_file");
  }

  private static RequestFault tooOften(Duration wait) {
    return new RequestFault(
        ErrorCode.RATE_LIMITED,
        "the key has been used more often than it may be; try again in %d ms"
            .formatted(Math.max(1, wait.toMillis())),
        wait);
  }
}
