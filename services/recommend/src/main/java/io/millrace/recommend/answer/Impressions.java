package io.millrace.recommend.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.recommend.events.TopicLog;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Topics;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes down which lists were answered, without anybody waiting for it: under overload impressions
 * are dropped and counted, answers are not delayed. Probes leave none. Thread-safe.
 */
public final class Impressions {
  private final TopicLog log;
  private final InstantSource wallClock;
  private final Counter dropped;

  /** Writes to the log. */
  public Impressions(TopicLog log, InstantSource wallClock, MeterRegistry meters) {
    this.log = log;
    this.wallClock = wallClock;
    this.dropped =
        Counter.builder("millrace.recommend.impressions.dropped")
            .description("Impressions that the log did not take")
            .register(meters);
  }

  /**
   * Writes down a list.
   *
   * @param arms the user's arms of experiments, as labels; null where there are none
   */
  public void shown(@Nullable String userId, ItemList list, @Nullable String arms) {
    if (list.items().isEmpty() || (userId != null && Ids.isProbe(userId))) {
      return;
    }
    long now = wallClock.millis();
    Feedback impression =
        new Feedback(
            list.recommendationId(),
            FeedbackType.IMPRESSION,
            userId,
            list.itemIds(),
            list.modelVersion(),
            arms,
            now);
    log.append(Topics.FEEDBACK, list.recommendationId(), impression, now)
        .whenComplete(
            (at, failure) -> {
              if (failure != null) {
                dropped.increment();
              }
            });
  }
}
