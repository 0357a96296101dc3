package io.millrace.recommend.experiments;

import io.millrace.model.experiment.Assignment;
import io.millrace.model.experiment.Assignment.Place;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.ExperimentTally;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The experiments under way and what was counted of them, as the topics tell. Written by one reader
 * thread, read by any.
 */
public final class Experiments {
  private final Map<String, Experiment> byId = new ConcurrentSkipListMap<>();
  private final Map<String, ExperimentTally> tallies = new ConcurrentHashMap<>();
  private final Consumer<Set<String>> models;

  /**
   * None yet.
   *
   * @param models told which generations the arms name, in the reader's thread
   */
  public Experiments(Consumer<Set<String>> models) {
    this.models = models;
  }

  /** Who takes the records of which topic. */
  public Map<String, Handler> handlers() {
    return Map.of(
        Topics.EXPERIMENTS.name(), this::experiment,
        Topics.EXPERIMENT_RESULTS.name(), this::tally);
  }

  private void experiment(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      byId.remove(key(record));
    } else {
      byId.put(key(record), Topics.EXPERIMENTS.codec().decode(record.value()));
    }
    models.accept(
        byId.values().stream()
            .flatMap(experiment -> experiment.getArms().stream())
            .map(ExperimentArm::getModelVersion)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()));
  }

  private void tally(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      tallies.remove(key(record));
    } else {
      tallies.put(key(record), Topics.EXPERIMENT_RESULTS.codec().decode(record.value()));
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The user's arms; none for an anonymous session or a probe. */
  public List<Place> places(@Nullable String userId) {
    return byId.isEmpty() || userId == null || Ids.isProbe(userId)
        ? List.of()
        : Assignment.places(byId.values(), userId);
  }

  /** All of them, by id. */
  List<Experiment> all() {
    return List.copyOf(byId.values());
  }

  /** One of them, or null. */
  @Nullable Experiment get(String id) {
    return byId.get(id);
  }

  /** What was counted of an arm since the experiment was last changed, of all partitions. */
  ExperimentTally counted(Experiment experiment, String arm) {
    ExperimentTally sum =
        new ExperimentTally(
            experiment.getExperimentId(),
            experiment.getRevision(),
            arm,
            0L,
            0L,
            0L,
            0L,
            0L,
            0L,
            0L);
    tallies.values().stream()
        .filter(tally -> tally.getExperimentId().equals(experiment.getExperimentId()))
        .filter(tally -> tally.getRevision() == experiment.getRevision())
        .filter(tally -> tally.getArm().equals(arm))
        .forEach(tally -> add(sum, tally));
    return sum;
  }

  private static void add(ExperimentTally sum, ExperimentTally tally) {
    sum.setUsers(sum.getUsers() + tally.getUsers());
    sum.setImpressions(sum.getImpressions() + tally.getImpressions());
    sum.setClicks(sum.getClicks() + tally.getClicks());
    sum.setClickers(sum.getClickers() + tally.getClickers());
    sum.setLikes(sum.getLikes() + tally.getLikes());
    sum.setLikers(sum.getLikers() + tally.getLikers());
    sum.setUpdatedAt(Math.max(sum.getUpdatedAt(), tally.getUpdatedAt()));
  }
}
