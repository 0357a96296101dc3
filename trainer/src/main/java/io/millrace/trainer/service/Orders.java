package io.millrace.trainer.service;

import io.millrace.model.generation.Preference;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What operators say of generations: on the control topic which one is held, which one is shadowed,
 * and that one be trained; and by experiments, whose arms name some. Heard by a thread of its own,
 * read by any.
 */
final class Orders implements AutoCloseable {
  private final TopicFollower follower;
  private final Consumer<Control> retrain;
  private final ExperimentModels experiments = new ExperimentModels();
  private final int mostOfExperiments;
  private volatile @Nullable Control held;
  private volatile @Nullable Control shadowed;

  /**
   * Not listening yet.
   *
   * @param mostOfExperiments wanted for experiments are at most so many
   * @param retrain told of each training that is asked for, also of those before this process
   */
  Orders(KafkaSettings kafka, int mostOfExperiments, Consumer<Control> retrain) {
    this.mostOfExperiments = mostOfExperiments;
    this.retrain = retrain;
    this.follower = new TopicFollower(kafka, "trainer-control", true, handlers());
  }

  /** Who takes the records of which topic. */
  Map<String, Handler> handlers() {
    return Map.of(Topics.CONTROL.name(), this::hear, Topics.EXPERIMENTS.name(), experiments::hear);
  }

  void start() {
    follower.start();
  }

  /** Whether all that had been said has been heard. */
  boolean caughtUp() {
    return follower.caughtUp();
  }

  /** The topics that are waited for; nothing is heard as long as there are any. */
  Set<String> lacking() {
    return follower.lacking();
  }

  /** What holds a generation in place; null for nothing. */
  @Nullable Control held() {
    return held;
  }

  /** The generations an operator has named: pinned, shadowed, or an arm's of an experiment. */
  Set<String> wanted() {
    Stream<@Nullable String> commanded =
        Stream.of(Preference.pinned(held), Preference.shadow(shadowed));
    return Stream.concat(
            commanded.filter(Objects::nonNull), experiments.named(mostOfExperiments).stream())
        .collect(Collectors.toSet());
  }

  private void hear(ConsumerRecord<byte[], byte[]> entry) {
    @Nullable Control control =
        entry.value() == null ? null : Topics.CONTROL.codec().decode(entry.value());
    switch (new String(entry.key(), StandardCharsets.UTF_8)) {
      case Preference.KEY -> held = control;
      case Preference.SHADOW_KEY -> shadowed = control;
      default -> {} // not about generations
    }
    if (control != null && control.getCommand() == ControlCommand.RETRAIN) {
      retrain.accept(control);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
