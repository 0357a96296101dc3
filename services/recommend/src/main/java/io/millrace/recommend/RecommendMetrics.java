package io.millrace.recommend;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.recommend.events.KafkaTopicLog;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.state.LiveState;
import io.millrace.runtime.kafka.FollowerLag;
import io.millrace.runtime.kafka.TopicFollower;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a replica measures of itself, beside what its endpoints count; docs/metrics.md explains each
 * metric.
 */
final class RecommendMetrics {
  private final MeterRegistry meters;

  RecommendMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Sizes of the live state. */
  void state(LiveState state) {
    gauge("items", "Items in the catalogue", state::itemCount);
    gauge("users", "Users with a state", state::userCount);
    gauge("ratings", "Ratings that hold", state::ratedCount);
    gauge("transitions", "Items with what follows them", state::transitionRows);
    gauge("events.awaited", "Events on their way to the state", () -> state.applied().waiting());
    FunctionCounter.builder("millrace.recommend.events", state, LiveState::eventsRead)
        .description("Ratings that have reached the live state, at start and since")
        .register(meters);
  }

  /** What serves, and how old it is. */
  void generations(Generations generations, InstantSource wallClock) {
    gauge("index.size", "Items in the index", () -> generations.serving().indexSize());
    gauge("generation", "Number of the serving generation", () -> number(generations));
    Gauge.builder("millrace.recommend.model.age", () -> age(generations, wallClock))
        .description("Time since the serving generation was published; NaN for generation 0")
        .baseUnit("seconds")
        .register(meters);
  }

  /** How far the reader of the live state has come. */
  void reader(TopicFollower reader) {
    gauge("loaded", "Share of the live state loaded", reader::fractionLoaded);
    gauge("lag", "Records of the live state's topics still to be read", reader::lag);
    FollowerLag.measure(reader, "millrace.recommend.partition.lag", meters);
  }

  /** Records passed over, by all readers; the owner is held weakly. */
  <T> void failures(T owner, ToDoubleFunction<T> failures) {
    FunctionCounter.builder("millrace.recommend.failures", owner, failures)
        .description("Records passed over")
        .register(meters);
  }

  /** A log that records go to. */
  void log(String name, KafkaTopicLog log) {
    Gauge.builder("millrace.recommend.log.waiting", log, KafkaTopicLog::waiting)
        .description("Records that wait to be written")
        .tag("log", name)
        .register(meters);
    FunctionCounter.builder("millrace.recommend.log.failures", log, KafkaTopicLog::failed)
        .description("Records that Kafka did not take, or that there was no room for")
        .tag("log", name)
        .register(meters);
  }

  private static double number(Generations generations) {
    String digits = generations.serving().version().replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Double.parseDouble(digits);
  }

  private static double age(Generations generations, InstantSource wallClock) {
    @Nullable ModelStatus status = generations.status(generations.serving().version());
    return status == null
        ? Double.NaN
        : Math.max(0, wallClock.millis() - status.manifest().getCreatedAt()) / 1000.0;
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("millrace.recommend." + name, value).description(description).register(meters);
  }
}
