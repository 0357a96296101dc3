package io.millrace.recommend.experiments;

import io.millrace.model.experiment.Assignment;
import io.millrace.model.experiment.Assignment.Place;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.Arrivals;
import io.millrace.recommend.state.Position;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The experiments under way and what was counted of them, as the topics tell. Users are in what has
 * been read from there; what is shown and judged by also has what this replica has written and is
 * yet to read. Thread-safe.
 */
public final class Experiments {
  /** What this replica has written of an experiment, and before it, as far as that is unread. */
  private static final class Unread {
    private final @Nullable Experiment experiment;
    private final @Nullable Unread before;

    /** Whether it has been read, or has not been taken. */
    private volatile boolean over;

    private Unread(@Nullable Experiment experiment, @Nullable Unread before) {
      this.experiment = experiment;
      this.before = before;
    }

    /** The newest of these that is still to be read, or null. */
    private static @Nullable Unread newest(@Nullable Unread from) {
      Unread unread = from;
      while (unread != null && unread.over) {
        unread = unread.before;
      }
      return unread;
    }
  }

  private final Map<String, Experiment> byId = new ConcurrentSkipListMap<>();
  private final Map<String, Unread> unread = new ConcurrentHashMap<>();
  private final Arrivals arrivals = new Arrivals();
  private final Map<String, ExperimentTally> tallies = new ConcurrentHashMap<>();
  private final Consumer<Set<String>> models;
  private volatile BooleanSupplier read = () -> false;
  private volatile Supplier<Set<String>> lacking = Set::of;

  /**
   * None yet.
   *
   * @param models told which generations the arms name, in the reader's thread
   */
  public Experiments(Consumer<Set<String>> models) {
    this.models = models;
  }

  /**
   * Sets who tells how far the topics have been read; to be called before that.
   *
   * @param caughtUp whether all that was there at start has been
   * @param topicsLacking those that do not exist or may not be read, for which nothing is
   */
  public void readBy(BooleanSupplier caughtUp, Supplier<Set<String>> topicsLacking) {
    read = caughtUp;
    lacking = topicsLacking;
  }

  /** Whether users are in the experiments that they are to be in; where topics lack, in none. */
  public boolean areKnown() {
    return read.getAsBoolean() || !lacking.get().isEmpty();
  }

  /**
   * Refuses what would be judged by a part of the definitions.
   *
   * @throws RequestFault if not all that was there at start has been read
   */
  void requireRead() {
    if (read.getAsBoolean()) {
      return;
    }
    Set<String> topics = lacking.get();
    throw new RequestFault(
        ErrorCode.LOADING,
        topics.isEmpty()
            ? "the experiments there are have not been read yet; try later (see /health/ready)"
            : "experiments cannot be read: topics %s do not exist, or this service has no right to read them (topics create, topics acls)"
                .formatted(String.join(", ", topics)));
  }

  /** Who takes the records of which topic. */
  public Map<String, Handler> handlers() {
    return Map.of(
        Topics.EXPERIMENTS.name(),
        arrivals.noting(this::experiment),
        Topics.EXPERIMENT_RESULTS.name(),
        this::tally);
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

  /**
   * Writes a definition, which {@link #all} and {@link #get} know at once; one at a time, so that
   * what they know is what comes last on the topic.
   *
   * @param experiment null ends it
   * @param now epoch milliseconds
   * @return completes once it is on the topic; if it fails, what was written before stands here,
   *     and a delivery that timed out may come to the topic all the same, and to all who read it
   */
  synchronized CompletableFuture<Position> write(
      TopicLog log, String id, @Nullable Experiment experiment, long now) {
    Unread written = new Unread(experiment, Unread.newest(unread.get(id)));
    unread.put(id, written);
    CompletableFuture<Position> placed =
        log.append(Topics.EXPERIMENTS, id, experiment, now).toCompletableFuture();
    var _ =
        placed
            .thenCompose(at -> arrivals.of(Topics.EXPERIMENTS.name(), at))
            .whenComplete((arrived, failure) -> end(id, written));
    return placed;
  }

  private void end(String id, Unread written) {
    written.over = true;
    unread.computeIfPresent(id, (same, newest) -> Unread.newest(newest));
  }

  /** All of them, by id. */
  List<Experiment> all() {
    Map<String, Unread> own = Map.copyOf(unread); // first: what is read meanwhile is in both
    Map<String, Experiment> all = new TreeMap<>(byId);
    own.forEach((id, written) -> all.compute(id, (same, read) -> written.experiment));
    return List.copyOf(all.values());
  }

  /** One of them, or null. */
  @Nullable Experiment get(String id) {
    Unread own = unread.get(id);
    return own == null ? byId.get(id) : own.experiment;
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
