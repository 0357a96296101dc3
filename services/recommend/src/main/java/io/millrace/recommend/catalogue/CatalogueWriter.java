package io.millrace.recommend.catalogue;

import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.state.Arrivals;
import io.millrace.schemas.Topic;
import java.time.Duration;
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

  /**
   * A writer.
   *
   * @param timeout longest wait for this replica to have read the record
   */
  public CatalogueWriter(TopicLog log, Arrivals arrivals, Duration timeout) {
    this.log = log;
    this.arrivals = arrivals;
    this.timeout = timeout;
  }

  /**
   * Writes a record, or a tombstone.
   *
   * @return whether this replica has read it within the time allowed
   */
  <V extends SpecificRecordBase> CompletableFuture<Boolean> write(
      Topic<V> topic, String key, @Nullable V value) {
    return log.append(topic, key, value, BEFORE_ALL_EVENTS)
        .toCompletableFuture()
        .thenCompose(
            at ->
                arrivals
                    .of(topic.name(), at)
                    .thenApply(read -> true)
                    .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS));
  }
}
