package io.millrace.standalone.demo;

import io.millrace.features.FeatureProgress;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Judges whether features have processed a replay, or will not. One thread. */
final class FeatureWait {
  private final long sent;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private long seen = -1;
  private long lag = Long.MAX_VALUE;
  private long since;

  /**
   * A wait that begins now.
   *
   * @param sent records to be processed
   * @param patience longest time without any progress
   */
  FeatureWait(long sent, Duration patience, LongSupplier nanoTime) {
    this.sent = sent;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * Whether everything has been processed.
   *
   * @param state of the stream, by Kafka's names
   * @throws DemoFault if the stream has ended, or makes no progress for too long
   */
  boolean done(FeatureProgress now, String state) {
    long processed = now.valid() + now.rejected();
    if (processed >= sent && now.lag() == 0) {
      return true;
    }
    if (state.equals("ERROR") || state.equals("NOT_RUNNING")) {
      throw fault("the stream is in state " + state, processed, now.lag());
    }
    boolean nearer = now.lag() >= 0 && now.lag() < lag;
    if (processed > seen || nearer) {
      seen = Math.max(seen, processed);
      lag = nearer ? now.lag() : lag;
      since = nanoTime.getAsLong();
    } else if (nanoTime.getAsLong() - since > patience.toNanos()) {
      throw fault(
          "no progress in %d s, in state %s".formatted(patience.toSeconds(), state),
          processed,
          now.lag());
    }
    return false;
  }

  private DemoFault fault(String what, long processed, long behind) {
    return new DemoFault(
        "features: %s, with %d of %d events processed, %s records behind"
            .formatted(what, processed, sent, behind < 0 ? "?" : behind));
  }
}
