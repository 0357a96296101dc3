package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicDataTest {
  private final TopicData data = new TopicData();

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
            new Provenance("fused", "cpu", Map.of(), "", 1L, "test", "jvm", "hw", 10L, 1.5));
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
