package io.millrace.trainer.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Publication publication = new Publication(producer);

  private static final Judgement JUDGEMENT =
      new Judgement(Map.of("ndcg@10", 0.1), Map.of(), Map.of(), Map.of(), Map.of());
  private static final Provenance PROVENANCE =
      new Provenance("dl4j", "cpu", Map.of(), "", 1L, "", "", "", 10L, 1.0);

  private static String key(ProducerRecord<byte[], byte[]> sent) {
    return new String(sent.key(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldPublishARefusalWithItsReasonAndNoRows() throws Exception {
    publication.refuse("g000002", "too weak", JUDGEMENT, PROVENANCE, 5);

    List<ProducerRecord<byte[], byte[]>> sent = producer.history();
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().topic()).isEqualTo(Topics.MODEL_MANIFESTS.name());
    ModelManifest manifest = Topics.MODEL_MANIFESTS.codec().decode(sent.getFirst().value());
    assertThat(manifest.getVerdict()).isEqualTo(GateVerdict.REFUSED);
    assertThat(manifest.getRefusal()).isEqualTo("too weak");
    assertThat(manifest.getEmbeddingRows()).isZero();
  }

  @Test
  void shouldRetireTheManifestBeforeTheRows() throws Exception {
    publication.retire("g000001", List.of("a", "b"), 2);

    assertThat(producer.history()).allMatch(sent -> sent.value() == null);
    assertThat(producer.history())
        .extracting(PublicationTest::key)
        .startsWith("g000001")
        .containsExactlyInAnyOrder(
            "g000001",
            Keys.embedding("g000001", "a"),
            Keys.embedding("g000001", "b"),
            Keys.chunk("g000001", 0),
            Keys.chunk("g000001", 1));
  }
}
