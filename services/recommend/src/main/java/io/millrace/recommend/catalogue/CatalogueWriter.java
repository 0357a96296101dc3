package io.millrace.recommend.catalogue;

import io.millrace.recommend.bulk.LineOutcome;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.state.Arrivals;
import io.millrace.recommend.state.Position;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes catalogue records and waits until this replica has read them, so that the next answer
 * knows them. Thread-safe.
 */
public final class CatalogueWriter {
  /** A Streams task takes the lowest timestamp first: the catalogue comes before any rating. */
  private static final long BEFORE_ALL_EVENTS = 0;

  private final TopicLog log;
  private final Arrivals arrivals;
  private final Duration timeout;
  private final InstantSource wallClock;

  /**
   * A writer.
   *
   * @param timeout longest wait for this replica to have read the record
   */
  public CatalogueWriter(
      TopicLog log, Arrivals arrivals, Duration timeout, InstantSource wallClock) {
    this.log = log;
    this.arrivals = arrivals;
    this.timeout = timeout;
    this.wallClock = wallClock;
  }

  /**
   * Writes a record, or a tombstone.
   *
   * @return whether this replica has read it within the time allowed
   */
  <V extends SpecificRecordBase> CompletableFuture<Boolean> write(
      Topic<V> topic, String key, @Nullable V value) {
    return append(topic, key, value)
        .thenCompose(
            at ->
                arrivals
                    .of(topic.name(), at)
                    .thenApply(read -> true)
                    .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Writes a record of an import.
   *
   * @param wait whether to wait until this replica has read it
   */
  <V extends SpecificRecordBase> CompletableFuture<LineOutcome> writeLine(
      Topic<V> topic, String key, V value, boolean wait) {
    return wait
        ? write(topic, key, value).thenApply(read -> new LineOutcome(read, null))
        : append(topic, key, value).thenApply(at -> LineOutcome.WRITTEN);
  }

  private <V extends SpecificRecordBase> CompletableFuture<Position> append(
      Topic<V> topic, String key, @Nullable V value) {
    return log.append(topic, key, value, timestamp(topic, value)).toCompletableFuture();
  }

  /** A deletion of a user comes after the ratings sent before it, or they would bring them back. */
  private <V extends SpecificRecordBase> long timestamp(Topic<V> topic, @Nullable V value) {
    boolean deletesUser = value == null && topic.name().equals(Topics.USERS.name());
    return deletesUser ? wallClock.millis() : BEFORE_ALL_EVENTS;
  }
}
