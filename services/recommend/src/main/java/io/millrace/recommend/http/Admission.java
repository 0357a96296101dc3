package io.millrace.recommend.http;

import io.millrace.recommend.access.Caller;
import io.millrace.recommend.access.Scope;

/** Somebody who was let on, asked again for each thing they do. Thread-safe. */
public final class Admission {
  private final Gate gate;
  private final Caller caller;

  Admission(Gate gate, Caller caller) {
    this.gate = gate;
    this.caller = caller;
  }

  /**
   * Counts one more use.
   *
   * @throws RequestFault if the caller may not do what needs the scope, or not so often
   */
  public void require(Scope scope) {
    Gate.Refusal refusal = gate.refusal(caller, scope);
    if (refusal != null) {
      throw refusal.fault();
    }
  }

  /** Whether the caller's key is still one. */
  public boolean stands() {
    return gate.stands(caller);
  }
}
