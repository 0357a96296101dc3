package io.millrace.tests.benchmark;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.RatingEvent;
import io.millrace.tests.rig.Catalogue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs the state machines alone, without Kafka: the bound that the topology's events
 * per second is to be compared with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
@NullUnmarked
public class FeatureStateBenchmark {
  private static final int EVENTS = 50_000;

  private Catalogue data;

  /** Reads the events. */
  @Setup
  public void prepare() {
    data = Catalogue.head(EVENTS);
  }

  /** All events into an empty state; one operation is one event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public InMemoryFeatures accept() {
    InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());
    data.items().forEach(features::putItem);
    long offset = 0;
    for (RatingEvent event : data.events()) {
      features.accept(event, 0, offset++);
    }
    return features;
  }
}
