package io.millrace.features.experiment;

import io.millrace.model.experiment.Assignment;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** The experiments under way, as the global table has them. For one task. */
final class Underway {
  private final KeyValueStore<String, ValueAndTimestamp<byte[]>> table;

  Underway(ProcessorContext<?, ?> context) {
    this.table = context.getStateStore(ExperimentTopology.EXPERIMENTS);
  }

  /** One of them, or null. */
  @Nullable Experiment get(String experimentId) {
    ValueAndTimestamp<byte[]> value = table.get(experimentId);
    return value == null ? null : Topics.EXPERIMENTS.codec().decode(value.value());
  }

  /** Whether a user is in any. */
  boolean has(String userId) {
    List<Experiment> all = new ArrayList<>();
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> entries = table.all()) {
      entries.forEachRemaining(
          entry -> all.add(Topics.EXPERIMENTS.codec().decode(entry.value.value())));
    }
    return !Assignment.places(all, userId).isEmpty();
  }
}
