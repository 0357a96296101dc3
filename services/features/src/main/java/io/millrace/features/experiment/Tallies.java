package io.millrace.features.experiment;

import io.millrace.model.experiment.Label;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.ExperimentTally;
import io.millrace.schemas.ExperimentUser;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the user's side: who is in which arm, and what was counted of it. Every change of a
 * count is forwarded for the results. For one task.
 */
final class Tallies {
  /**
   * Store of {@link ExperimentUser} by user and {@link Label#place}; by user and no place, of
   * {@link LastRatings}.
   */
  static final String USERS = "experiment-users";

  /** Store of {@link ExperimentTally} by experiment and arm. */
  static final String TALLIES = "experiment-tallies";

  private static final AvroCodec<ExperimentUser> CODEC = AvroCodec.of(ExperimentUser.class);

  private final ProcessorContext<String, byte[]> context;
  private final KeyValueStore<String, byte[]> users;
  private final KeyValueStore<String, byte[]> tallies;

  Tallies(ProcessorContext<String, byte[]> context) {
    this.context = context;
    this.users = context.getStateStore(USERS);
    this.tallies = context.getStateStore(TALLIES);
  }

  KeyValueStore<String, byte[]> users() {
    return users;
  }

  KeyValueStore<String, byte[]> tallies() {
    return tallies;
  }

  static ExperimentUser decode(byte[] value) {
    return CODEC.decode(value);
  }

  /**
   * The user's place, of this revision of the experiment; new where there is none. Null where the
   * label is of an earlier revision than the place.
   */
  @Nullable ExperimentUser user(String userId, Label label) {
    byte[] value = users.get(Keys.userItem(userId, label.place()));
    ExperimentUser user = value == null ? null : CODEC.decode(value);
    if (user != null && user.getRevision() >= label.revision()) {
      return user.getRevision() == label.revision() ? user : null;
    }
    count(label.experimentId(), label.revision(), label.arm(), t -> t.setUsers(t.getUsers() + 1));
    return new ExperimentUser(
        label.revision(), label.arm(), context.currentSystemTimeMs(), false, false, List.of());
  }

  /**
   * Keeps a user's place.
   *
   * @param place as {@link Label#place} names it
   */
  void put(String userId, String place, ExperimentUser user) {
    users.put(Keys.userItem(userId, place), CODEC.encode(user));
  }

  /**
   * Counts likes of a user, and the user, who is to be {@linkplain #put put} then, once.
   *
   * @param likes at least 1
   */
  void like(String experimentId, ExperimentUser user, int likes) {
    boolean first = !user.getLiked();
    user.setLiked(true);
    count(
        experimentId,
        user.getRevision(),
        user.getArm(),
        t -> {
          t.setLikes(t.getLikes() + likes);
          t.setLikers(t.getLikers() + (first ? 1 : 0));
        });
  }

  /** Changes an arm's counts. Those of a newer revision stay as they are. */
  void count(String experimentId, long revision, String arm, Consumer<ExperimentTally> change) {
    String key = Keys.tally(experimentId, arm, context.taskId().partition());
    ExperimentTally tally = tally(key, experimentId, revision, arm);
    if (tally.getRevision() > revision) {
      return;
    }
    change.accept(tally);
    long now = context.currentSystemTimeMs();
    tally.setUpdatedAt(now);
    byte[] value = Topics.EXPERIMENT_RESULTS.codec().encode(tally);
    tallies.put(key, value);
    context.forward(new Record<>(key, value, now));
  }

  private ExperimentTally tally(String key, String experimentId, long revision, String arm) {
    byte[] value = tallies.get(key);
    ExperimentTally tally = value == null ? null : Topics.EXPERIMENT_RESULTS.codec().decode(value);
    return tally != null && tally.getRevision() >= revision
        ? tally
        : new ExperimentTally(experimentId, revision, arm, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
  }

  /** An experiment is no more: so are its counts. */
  void forget(String key) {
    tallies.delete(key);
    context.forward(
        new Record<String, byte @Nullable []>(key, null, context.currentSystemTimeMs()));
  }
}
