package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicDataTest {
  private final TopicData data = new TopicData();
  private final InMemoryFeatures features =
      new InMemoryFeatures(FeatureSettings.defaults(), InstantSource.system());
  private long offset = 1;

  @Test
  void shouldCompareWithTheOneRolledBackToOnlyUntilAnotherIsPublished() {
    publish("g000001", 1000);
    publish("g000002", 2000);
    Control back = new Control(ControlCommand.ROLL_BACK, null, "r", "test", 2500L);
    assertThat(live(back)).isEqualTo("g000001");

    publish("g000003", 3000);

    assertThat(live(back)).isEqualTo("g000003");
  }

  @Test
  void shouldCompareWithThePinnedOneWhateverIsPublishedAfterwards() {
    publish("g000001", 1000);
    publish("g000002", 2000);
    publish("g000003", 3000);

    assertThat(live(new Control(ControlCommand.PIN, "g000001", "r", "test", 2500L)))
        .isEqualTo("g000001");
    assertThat(live(null)).isEqualTo("g000003");
  }

  /** Whoever copies a snapshot holds the monitor for as long as that takes. */
  @Test
  void shouldCountForTheHealthPageWhileASnapshotIsCopied() throws Exception {
    publish("g000001", 1000);
    rate("u", "i");
    rate("u", "j");
    rate("u", "i");
    CompletableFuture<List<Long>> counted;
    synchronized (data) {
      counted =
          CompletableFuture.supplyAsync(
              () -> List.of((long) data.ratings(), data.arrived(), (long) data.generations()));
      assertThat(counted.get(30, TimeUnit.SECONDS)).containsExactly(2L, 3L, 1L);
    }
  }

  private void rate(String user, String item) {
    long at = offset++;
    RatingEvent event = new RatingEvent(user, item, 4.0, at, null);
    read(
        Topics.TRAINING_EXAMPLES,
        Keys.userItem(user, item),
        features.accept(event, 0, at).orElseThrow());
  }

  private String live(@Nullable Control command) {
    return Objects.requireNonNull(data.live(command)).getGeneration();
  }

  private void publish(String generation, long at) {
    ModelManifest manifest =
        new ModelManifest(
            generation,
            GateVerdict.PUBLISHED,
            null,
            1,
            at,
            2,
            0L,
            "",
            0,
            0L,
            "",
            List.of(),
            new Judgement(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            new Provenance("fused", "cpu", Map.of(), "", 1L, "test", "jvm", "hw", 10L, 1.5),
            null);
    read(Topics.MODEL_MANIFESTS, generation, manifest);
  }

  private <T extends SpecificRecordBase> void read(Topic<T> topic, String key, T value) {
    Objects.requireNonNull(data.handlers().get(topic.name()))
        .accept(
            new ConsumerRecord<>(
                topic.name(),
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                topic.codec().encode(value)));
  }
}
