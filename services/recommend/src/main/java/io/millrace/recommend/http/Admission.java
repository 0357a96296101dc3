package io.millrace.recommend.http;

import io.millrace.recommend.access.Caller;
import io.millrace.recommend.access.Scope;
import org.jspecify.annotations.Nullable;

/** Somebody who was let on, asked again for each thing they do. Thread-safe. */
public final class Admission {
  private final Gate gate;
  private final Caller caller;

  Admission(Gate gate, Caller caller) {
    this.gate = gate;
    this.caller = caller;
  }

  /**
   * Asks for what needs the scope; counts as no use.
   *
   * @throws RequestFault if the caller may not do it
   */
  public void require(Scope scope) {
    throwIfAny(gate.right(caller, scope));
  }

  /**
   * Counts one more use.
   *
   * @throws RequestFault as {@link #refusedUse} tells
   */
  public void use() {
    throwIfAny(refusedUse());
  }

  /** Counts one more use; or why not: the key is none any more, or is used too often. */
  public @Nullable RequestFault refusedUse() {
    return gate.use(caller);
  }

  private static void throwIfAny(@Nullable RequestFault refusal) {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Whether the caller's key is still one. */
  public boolean stands() {
    return gate.stands(caller);
  }
}
