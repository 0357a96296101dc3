package io.millrace.features.experiment;

import io.millrace.model.experiment.Assignment;
import io.millrace.schemas.Experiment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** The experiments under way, as the global table has them. For one task. */
final class Underway {
  private final KeyValueStore<String, ValueAndTimestamp<byte[]>> table;
  private final Definitions definitions;

  Underway(ProcessorContext<?, ?> context, Definitions definitions) {
    this.table = context.getStateStore(ExperimentTopology.EXPERIMENTS);
    this.definitions = definitions;
  }

  /** One of them, or null. */
  @Nullable Experiment get(String experimentId) {
    ValueAndTimestamp<byte[]> value = table.get(experimentId);
    return value == null ? null : definitions.of(experimentId, value.value());
  }

  /** Whether a user is in any. */
  boolean has(String userId) {
    Set<String> ids = new HashSet<>();
    List<Experiment> all = new ArrayList<>();
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> entries = table.all()) {
      while (entries.hasNext()) {
        KeyValue<String, ValueAndTimestamp<byte[]>> entry = entries.next();
        ids.add(entry.key);
        Experiment experiment = definitions.of(entry.key, entry.value.value());
        if (experiment != null) {
          all.add(experiment);
        }
      }
    }
    definitions.retain(ids);
    return !all.isEmpty() && !Assignment.places(all, userId).isEmpty();
  }
}
