package io.millrace.trainer.protocol.data;

/** The protocols of {@code docs/quality.md}. */
public enum ProtocolName {
  /** Replay of what follows a moment: each next event, full ranking. */
  P1,
  /** Each user's last event, full ranking. */
  P2,
  /** Temporal 80/10/10, one list per user. */
  P3,
  /** Ratings and likes. */
  P4
}
