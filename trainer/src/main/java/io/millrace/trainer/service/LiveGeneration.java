package io.millrace.trainer.service;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleChunks;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import io.millrace.trainer.publication.Contents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation read back from its topics when a training needs it: no copy waits in memory.
 *
 * @param bundle its bundle
 * @param whole its manifest, or of a delta that of what it lies over
 * @param wholeBundle the bundle of that
 */
record LiveGeneration(Bundle bundle, ModelManifest whole, Bundle wholeBundle) {
  private static final Logger log = LoggerFactory.getLogger(LiveGeneration.class);

  /**
   * The generation of a manifest.
   *
   * @param base the manifest of what it lies over, if that is known
   * @return null, with a word in the log, where slices or the base are missing, or of another
   *     layout
   * @throws KafkaException if a topic cannot be read
   */
  static @Nullable LiveGeneration read(
      KafkaSettings kafka, ModelManifest manifest, @Nullable ModelManifest base) {
    try {
      ModelDelta delta = manifest.getDelta();
      if (delta == null) {
        Bundle bundle = Bundle.read(bytes(kafka, manifest, manifest.getBundleBytes()));
        return new LiveGeneration(bundle, manifest, bundle);
      }
      if (base == null) {
        throw new BundleFault("delta.base: %s has been retired".formatted(delta.getBase()));
      }
      Bundle under = Bundle.read(bytes(kafka, base, base.getBundleBytes()));
      Bundle over = Bundle.read(bytes(kafka, manifest, delta.getBundleBytes()));
      return new LiveGeneration(BundleDelta.apply(under, over), base, under);
    } catch (BundleFault e) {
      log.warn(
          "{}: cannot be compared with, nor begun from: {}",
          manifest.getGeneration(),
          e.getMessage());
      return null;
    }
  }

  private static byte[] bytes(KafkaSettings kafka, ModelManifest manifest, long length) {
    Map<Integer, byte[]> slices = new HashMap<>();
    String generation = manifest.getGeneration();
    TopicScan.read(kafka, Topics.MODEL_CHUNKS, entry -> keep(entry, generation, slices));
    List<byte @Nullable []> ordered = new ArrayList<>();
    for (int i = 0; i < manifest.getChunks(); i++) {
      ordered.add(slices.get(i));
    }
    return BundleChunks.join(ordered, length);
  }

  private static void keep(
      ConsumerRecord<byte[], byte[]> entry, String generation, Map<Integer, byte[]> slices) {
    if (of(generation, entry)) {
      ModelChunk chunk = Topics.MODEL_CHUNKS.codec().decode(entry.value());
      byte[] bytes = new byte[chunk.getData().remaining()];
      chunk.getData().duplicate().get(bytes);
      slices.put(chunk.getIndex(), bytes);
    }
  }

  private static boolean of(String generation, ConsumerRecord<byte[], byte[]> entry) {
    String key = new String(entry.key(), StandardCharsets.UTF_8);
    return entry.value() != null && Keys.first(key).equals(generation);
  }

  /** What a delta may be laid over: this, or what this lies over, with the vectors published. */
  Contents.Whole base(KafkaSettings kafka) {
    SortedMap<String, float[]> vectors = new TreeMap<>();
    String generation = whole.getGeneration();
    TopicScan.read(
        kafka,
        Topics.ITEM_EMBEDDINGS,
        entry -> {
          if (of(generation, entry)) {
            ItemEmbedding row = Topics.ITEM_EMBEDDINGS.codec().decode(entry.value());
            vectors.put(row.getItemId(), ItemIndex.fromBytes(row.getVector()));
          }
        });
    return new Contents.Whole(whole, wholeBundle, vectors);
  }
}
