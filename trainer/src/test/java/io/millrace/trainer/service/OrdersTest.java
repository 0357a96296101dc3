package io.millrace.trainer.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.generation.Preference;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final int MOST = 2;

  private final Orders orders = new Orders(KafkaSettings.of("nowhere:9092"), MOST, control -> {});

  @AfterEach
  void stop() {
    orders.close();
  }

  private <V extends SpecificRecordBase> void say(Topic<V> topic, String key, @Nullable V value) {
    Handler handler = Objects.requireNonNull(orders.handlers().get(topic.name()));
    byte[] bytes = value == null ? null : topic.codec().encode(value);
    handler.accept(new ConsumerRecord<>(topic.name(), 0, 0, key.getBytes(UTF_8), bytes));
  }

  /** The first arm names no model, as most controls do. */
  private void experiment(String id, long createdAt, String... generations) {
    List<ExperimentArm> arms =
        IntStream.rangeClosed(0, generations.length)
            .mapToObj(i -> arm("arm-" + i, i == 0 ? null : generations[i - 1]))
            .toList();
    say(
        Topics.EXPERIMENTS,
        id,
        new Experiment(id, "", "models", 0, 10_000, id, arms, 1L, createdAt, false));
  }

  private static ExperimentArm arm(String name, @Nullable String generation) {
    return new ExperimentArm(name, 0.5, generation, null, null, null, null);
  }

  private static ModelManifest published(int number) {
    ModelManifest manifest = new ModelManifest();
    manifest.setGeneration("g00000" + number);
    manifest.setVerdict(GateVerdict.PUBLISHED);
    return manifest;
  }

  @Test
  void shouldWantWhatIsPinnedShadowedAndNamedByExperimentsUnderWay() {
    say(
        Topics.CONTROL,
        Preference.KEY,
        new Control(ControlCommand.PIN, "g000001", "r1", "test", 1L));
    say(
        Topics.CONTROL,
        Preference.SHADOW_KEY,
        new Control(ControlCommand.SHADOW, "g000002", "r2", "test", 2L));
    experiment("x", 1, "g000003");
    assertThat(orders.wanted()).containsExactlyInAnyOrder("g000001", "g000002", "g000003");

    experiment("x", 1, "g000004");
    assertThat(orders.wanted()).containsExactlyInAnyOrder("g000001", "g000002", "g000004");

    say(Topics.EXPERIMENTS, "x", null);
    assertThat(orders.wanted()).containsExactlyInAnyOrder("g000001", "g000002");
  }

  @Test
  void shouldWantThoseOfTheOldestExperimentsWhereArmsNameTooMany() {
    experiment("youngest", 3, "g000005", "g000006");
    experiment("oldest", 1, "g000001");
    experiment("between", 2, "g000001", "g000003");

    assertThat(orders.wanted()).containsExactlyInAnyOrder("g000001", "g000003");
  }

  /** Half of an experiment is none: arms whose model is gone fall back to another. */
  @Test
  void shouldWantAllModelsOfAnExperimentOrNoneOfIt() {
    experiment("oldest", 1, "g000001");
    experiment("between", 2, "g000002", "g000003");
    experiment("youngest", 3, "g000004");

    assertThat(orders.wanted()).containsExactlyInAnyOrder("g000001", "g000004");
  }

  /** Five updates later, of which two are kept. */
  @Test
  void shouldNotLetTheModelOfAnArmGoUntilItsExperimentHasEnded() {
    List<ModelManifest> before = IntStream.rangeClosed(1, 6).mapToObj(i -> published(i)).toList();
    experiment("x", 1, "g000002");

    assertThat(new Retention(before, published(7), orders.wanted()).excess(1, 2))
        .containsExactly("g000005", "g000004", "g000003", "g000001");
    say(Topics.EXPERIMENTS, "x", null);
    assertThat(new Retention(before, published(7), orders.wanted()).excess(1, 2))
        .contains("g000002");
  }
}
