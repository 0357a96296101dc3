package io.millrace.trainer.publication;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleChunks;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicPosition;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes generations to the topics: vectors, slices of the bundle, and, when all of that is
 * acknowledged, the manifest that makes them count. For one thread.
 */
public final class Publication {
  private final Producer<byte[], byte[]> producer;

  /** Through a producer that waits for all replicas; not closed here. */
  public Publication(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Publishes a generation.
   *
   * @return the manifest, as written
   * @throws KafkaException if a record is not acknowledged; there is no manifest then
   */
  public ModelManifest publish(
      String generation,
      Contents contents,
      Judgement judgement,
      Provenance provenance,
      long createdAt)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    contents
        .vectors()
        .forEach(
            (id, vector) ->
                sent.add(
                    send(
                        Topics.ITEM_EMBEDDINGS,
                        Keys.embedding(generation, id),
                        new ItemEmbedding(generation, id, ItemIndex.toBytes(vector)))));
    List<byte[]> chunks = BundleChunks.split(contents.bundle());
    for (int i = 0; i < chunks.size(); i++) {
      sent.add(
          send(
              Topics.MODEL_CHUNKS,
              Keys.chunk(generation, i),
              new ModelChunk(generation, i, chunks.size(), ByteBuffer.wrap(chunks.get(i)))));
    }
    ModelManifest manifest =
        new ModelManifest(
            generation,
            GateVerdict.PUBLISHED,
            null,
            Bundle.LAYOUT_VERSION,
            createdAt,
            contents.dimension(),
            contents.wholeRows(),
            contents.wholeVectorsDigest(),
            chunks.size(),
            contents.wholeBytes(),
            contents.wholeDigest(),
            positions(sent),
            judgement,
            provenance,
            contents.delta());
    acknowledged(send(Topics.MODEL_MANIFESTS, generation, manifest));
    return manifest;
  }

  /** Publishes the record of a candidate that was refused: no rows, a reason. */
  public ModelManifest refuse(
      String generation, String refusal, Judgement judgement, Provenance provenance, long createdAt)
      throws InterruptedException {
    ModelManifest manifest =
        new ModelManifest(
            generation,
            GateVerdict.REFUSED,
            refusal,
            Bundle.LAYOUT_VERSION,
            createdAt,
            0,
            0L,
            "",
            0,
            0L,
            "",
            List.of(),
            judgement,
            provenance,
            null);
    acknowledged(send(Topics.MODEL_MANIFESTS, generation, manifest));
    return manifest;
  }

  /**
   * Takes a generation off the topics: its manifest first, so that no reader begins with it, then
   * its rows.
   *
   * @param itemIds whose vectors it has
   * @param chunks slices of its bundle
   */
  public void retire(String generation, Collection<String> itemIds, int chunks)
      throws InterruptedException {
    acknowledged(send(Topics.MODEL_MANIFESTS, generation, null));
    sweep(generation, itemIds, chunks);
  }

  /**
   * Takes rows off the topics that no manifest speaks of: a publication was cut short.
   *
   * @param itemIds whose vectors there are
   * @param chunks slices of the bundle there are
   */
  public void sweep(String generation, Collection<String> itemIds, int chunks)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String id : itemIds) {
      sent.add(send(Topics.ITEM_EMBEDDINGS, Keys.embedding(generation, id), null));
    }
    for (int i = 0; i < chunks; i++) {
      sent.add(send(Topics.MODEL_CHUNKS, Keys.chunk(generation, i), null));
    }
    positions(sent);
  }

  private <V extends SpecificRecordBase> Future<RecordMetadata> send(
      Topic<V> topic, String key, @Nullable V value) {
    byte[] bytes = value == null ? null : topic.codec().encode(value);
    return producer.send(
        new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes));
  }

  private List<TopicPosition> positions(List<Future<RecordMetadata>> sent)
      throws InterruptedException {
    producer.flush();
    Map<String, TopicPosition> ends = new TreeMap<>();
    for (Future<RecordMetadata> record : sent) {
      RecordMetadata at = acknowledged(record);
      TopicPosition position = new TopicPosition(at.topic(), at.partition(), at.offset() + 1);
      ends.merge(
          at.topic() + "-" + at.partition(),
          position,
          (a, b) -> a.getEndOffset() > b.getEndOffset() ? a : b);
    }
    return List.copyOf(ends.values());
  }

  private static RecordMetadata acknowledged(Future<RecordMetadata> sent)
      throws InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("publication: a record was not acknowledged", e.getCause());
    }
  }
}
