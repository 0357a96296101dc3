package io.millrace.replay;

/** Told how a replay goes, in the thread that sends, a few times a second. */
public interface ReplayProgress {
  /** Tells nobody. */
  ReplayProgress NONE = new ReplayProgress() {};

  /** The data set is being read, and its catalogue sent; no rating yet. */
  default void reading(String dataset) {}

  /** The catalogue is on its topics. */
  default void catalogueSent(long items, long users) {}

  /** A replay of the same data set got so far before; this one goes on from there. */
  default void resumed(long alreadyThere, long total) {}

  /** Some ratings on; the last call has sent == total, unless the replay was stopped. */
  default void sent(Status status) {}

  /**
   * How far it is.
   *
   * @param sent rows on the topic, those of an earlier run included
   * @param total rows in all
   * @param eventsPerSecond mean over this run
   * @param eventTime of the last event, milliseconds since the epoch
   */
  record Status(long sent, long total, double eventsPerSecond, long eventTime) {}
}
