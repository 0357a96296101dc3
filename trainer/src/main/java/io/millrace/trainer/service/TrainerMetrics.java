package io.millrace.trainer.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.TrainingState;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.TrainingOutcome;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures trainings: how each kind ended, how long it took, and by what the gate decided last.
 * Every kind and outcome is there from the start, at 0. Thread-safe.
 */
final class TrainerMetrics {
  private static final String NDCG = "ndcg@10";
  private static final Set<TrainingState> ENDS =
      EnumSet.of(
          TrainingState.PUBLISHED,
          TrainingState.REFUSED,
          TrainingState.FAILED,
          TrainingState.STOPPED,
          TrainingState.NOTHING_NEW);

  /** What a training does. */
  enum Kind {
    /** Learns from all ratings. */
    FULL,
    /** Goes on from what serves with what is new. */
    UPDATE;

    private String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final MeterRegistry registry;
  private volatile @Nullable Judgement judgement;
  private volatile double publishedAt = Double.NaN;

  TrainerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Kind kind : Kind.values()) {
      ENDS.forEach(end -> outcomes(kind, end));
      timer(kind);
    }
    gate("candidate", Judgement::getMetrics);
    gate("live", Judgement::getLive);
    gate("popularity", Judgement::getPopularity);
    Gauge.builder("millrace.trainer.published.timestamp", () -> publishedAt)
        .description("When this process last published a generation; NaN before it has")
        .baseUnit("seconds")
        .register(registry);
  }

  /** What the trainer has and does. */
  void watch(TopicData data, Supplier<TrainingProgress.Stage> stage) {
    Gauge.builder("millrace.trainer.ratings", data, TopicData::ratings)
        .description("Ratings that the next training would learn from")
        .register(registry);
    Gauge.builder("millrace.trainer.loss", () -> stage.get().loss())
        .description("Mean loss of the epoch so far; NaN between trainings")
        .register(registry);
    Gauge.builder("millrace.trainer.fraction", () -> stage.get().fraction())
        .description("Share of the present phase that is done")
        .register(registry);
  }

  /** The gate has decided. */
  void judged(Kind kind, TrainingOutcome outcome, TrainingState end) {
    judgement = outcome.judgement();
    if (end == TrainingState.PUBLISHED) {
      publishedAt = System.currentTimeMillis() / 1000.0;
    }
    ended(kind, end);
  }

  /** A training has ended. */
  void ended(Kind kind, TrainingState end) {
    outcomes(kind, end).increment();
  }

  /** A training took so long, however it ended. */
  void took(Kind kind, long nanos) {
    timer(kind).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Counter outcomes(Kind kind, TrainingState end) {
    return Counter.builder("millrace.trainer.trainings")
        .description("Trainings by how they ended")
        .tag("kind", kind.tag())
        .tag("outcome", end.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Timer timer(Kind kind) {
    return Timer.builder("millrace.trainer.training")
        .description("Time from snapshot to verdict")
        .tag("kind", kind.tag())
        .register(registry);
  }

  private void gate(
      String ranking, java.util.function.Function<Judgement, Map<String, Double>> of) {
    Gauge.builder("millrace.trainer.gate.ndcg", () -> ndcg(of))
        .description("NDCG@10 that the gate last decided by; NaN before it has")
        .tag("ranking", ranking)
        .register(registry);
  }

  private double ndcg(java.util.function.Function<Judgement, Map<String, Double>> of) {
    Judgement last = judgement;
    return last == null ? Double.NaN : of.apply(last).getOrDefault(NDCG, Double.NaN);
  }
}
