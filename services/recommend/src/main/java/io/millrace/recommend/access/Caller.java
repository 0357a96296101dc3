package io.millrace.recommend.access;

/** Who asks. */
public sealed interface Caller {
  /** Somebody who holds a key. */
  record Holder(ApiKey key) implements Caller {}

  /** Somebody with a key that is none, or is none any more. */
  record Stranger() implements Caller {}

  /**
   * Somebody without a key.
   *
   * @param local whether it is somebody on this machine
   */
  record Nobody(boolean local) implements Caller {}

  /** For the audit log. */
  default String name() {
    return switch (this) {
      case Holder(ApiKey key) -> key.name();
      case Stranger() -> "unknown key";
      case Nobody(boolean local) -> local ? "no key, this machine" : "no key";
    };
  }
}
