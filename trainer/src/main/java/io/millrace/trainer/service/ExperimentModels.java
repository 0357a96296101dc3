package io.millrace.trainer.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.model.experiment.Assignment;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The generations that arms of experiments under way name: one that went would take its arm out of
 * the experiment. Written by one reader thread, read by any.
 */
final class ExperimentModels {
  private final Map<String, Experiment> byId = new ConcurrentHashMap<>();

  /** Takes a record of {@code experiments.v1}. */
  void hear(ConsumerRecord<byte[], byte[]> entry) {
    String id = new String(entry.key(), UTF_8);
    if (entry.value() == null) {
      byId.remove(id);
    } else {
      byId.put(id, Topics.EXPERIMENTS.codec().decode(entry.value()));
    }
  }

  /**
   * What the arms name, each once: of whole experiments, for one of whose arms some have no model
   * compares nothing. The oldest come first, for what is under way goes on; those whose models are
   * too many beside the others' are passed over.
   *
   * @param most models in all
   */
  Set<String> named(int most) {
    Set<String> named = new HashSet<>();
    for (Experiment experiment : byId.values().stream().sorted(Assignment.OLDEST_FIRST).toList()) {
      Set<String> more = new HashSet<>(named);
      experiment.getArms().stream()
          .map(ExperimentArm::getModelVersion)
          .filter(Objects::nonNull)
          .forEach(more::add);
      if (more.size() <= most) {
        named = more;
      }
    }
    return Set.copyOf(named);
  }
}
