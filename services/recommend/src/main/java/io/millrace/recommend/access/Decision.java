package io.millrace.recommend.access;

import java.time.Duration;

/** Whether a request is let on, and if not, why. */
public sealed interface Decision {
  /** It is. */
  record Admitted() implements Decision {}

  /** A key is needed and none was given. */
  record KeyRequired() implements Decision {}

  /** The key is none. */
  record KeyUnknown() implements Decision {}

  /** The key does not have what is needed. */
  record ScopeMissing(Scope scope) implements Decision {}

  /** There are no keys, so only this machine may do that. */
  record AdminClosed() implements Decision {}

  /** The key has been used too often; the time until it may be used again. */
  record TooOften(Duration pause) implements Decision {}
}
