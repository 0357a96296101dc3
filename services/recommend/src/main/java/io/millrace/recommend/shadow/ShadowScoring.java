package io.millrace.recommend.shadow;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the shadow what was answered, after it was answered: one thread that rests as long as it
 * works, with a short queue; what does not fit is not scored, and counted. What the shadow would
 * have shown goes to the feedback topic under the recommendation's id, so it can be held against
 * the clicks. Thread-safe; never blocks.
 */
public final class ShadowScoring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowScoring.class);
  private static final int QUEUE = 64;
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<@Nullable ServingModel> shadow;
  private final TopicLog log;
  private final InstantSource wallClock;
  private final Counter scored;
  private final Counter dropped;
  private final ThreadPoolExecutor scorer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().daemon().name("recommend-shadow").factory());
  private volatile @Nullable Comparison comparison;

  /**
   * Scores with whatever the supplier has at the time.
   *
   * @param shadow null where nothing is to be scored
   */
  public ShadowScoring(
      Supplier<@Nullable ServingModel> shadow,
      TopicLog log,
      InstantSource wallClock,
      MeterRegistry meters) {
    this.shadow = shadow;
    this.log = log;
    this.wallClock = wallClock;
    this.scored =
        Counter.builder("millrace.recommend.shadow.scored")
            .description("Requests that the shadow answered too")
            .register(meters);
    this.dropped =
        Counter.builder("millrace.recommend.shadow.dropped")
            .description("Requests that the shadow had no time for")
            .register(meters);
  }

  /** A list was answered. Probes are left out. */
  public void offer(RecommendationQuery query, Shown shown) {
    ServingModel model = shadow.get();
    String userId = query.userId();
    if (model == null || (userId != null && Ids.isProbe(userId))) {
      return;
    }
    Comparison with = comparison(model.version());
    with.offered();
    try {
      scorer.execute(() -> score(model, query, shown, with));
    } catch (RejectedExecutionException e) {
      dropped.increment();
    }
  }

  /** How a generation has compared since it became the shadow; null if it is not or has not. */
  public @Nullable ShadowSummary summary(String generation) {
    Comparison present = comparison;
    return present != null && present.generation().equals(generation) ? present.summary() : null;
  }

  private synchronized Comparison comparison(String generation) {
    Comparison present = comparison;
    if (present == null || !present.generation().equals(generation)) {
      present = new Comparison(generation, wallClock.millis());
      comparison = present;
    }
    return present;
  }

  private void score(ServingModel model, RecommendationQuery query, Shown shown, Comparison with) {
    long begin = System.nanoTime();
    try {
      List<String> ids = model.recommend(query).stream().map(Recommendation::itemId).toList();
      long took = System.nanoTime() - begin;
      with.scored(shown.itemIds(), ids, shown.tookMs(), took / 1e6);
      scored.increment();
      write(query, shown.recommendationId(), model.version(), ids);
      LockSupport.parkNanos(Math.min(took, LONGEST_REST_NANOS));
    } catch (RuntimeException e) { // top of thread: a shadow that fails is a finding, no fault
      with.failed();
      LOG.warn("{}: the shadow failed on a request", model.version(), e);
    }
  }

  private void write(
      RecommendationQuery query, String recommendationId, String generation, List<String> ids) {
    long now = wallClock.millis();
    Feedback unseen =
        new Feedback(
            recommendationId, FeedbackType.SHADOW, query.userId(), ids, generation, null, now);
    var _ = log.append(Topics.FEEDBACK, recommendationId, unseen, now);
  }

  @Override
  public void close() {
    scorer.shutdownNow();
  }
}
