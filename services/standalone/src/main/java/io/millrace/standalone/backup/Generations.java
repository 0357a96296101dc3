package io.millrace.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The generations whose manifests were there when the dump began, and how much of each was read. A
 * generation that the trainer retires meanwhile loses its rows, and is left out. One thread.
 */
final class Generations {
  private final Map<String, ModelManifest> manifests;
  private final Map<String, Long> vectors = new HashMap<>();
  private final Map<String, Long> chunks = new HashMap<>();

  Generations(Map<String, ModelManifest> manifests) {
    this.manifests = new TreeMap<>(manifests);
  }

  /** As the log has it up to its ends. */
  static Generations find(LogReader reader, LogBounds ends) throws IOException {
    Map<String, ModelManifest> manifests = new HashMap<>();
    for (Map.Entry<TopicPartition, Long> end : ends.of(Topics.MODEL_MANIFESTS)) {
      reader.read(
          end.getKey(),
          end.getValue(),
          record -> {
            String generation = new String(record.key(), UTF_8);
            if (record.value() == null) {
              manifests.remove(generation);
            } else {
              manifests.put(generation, Topics.MODEL_MANIFESTS.codec().decode(record.value()));
            }
          },
          _ -> {});
    }
    return new Generations(manifests);
  }

  /** Whether a row is one of theirs; counts it. */
  boolean takes(DumpedTopic topic, ConsumerRecord<byte[], byte[]> row) {
    String generation = Keys.first(new String(row.key(), UTF_8));
    if (row.value() == null || !manifests.containsKey(generation)) {
      return false;
    }
    (topic.topic().equals(Topics.MODEL_CHUNKS) ? chunks : vectors).merge(generation, 1L, Long::sum);
    return true;
  }

  /** Whether everything a generation is made of was read, and what it is laid over. */
  boolean isWhole(String generation) {
    ModelManifest manifest = manifests.get(generation);
    if (manifest == null) {
      return false;
    }
    ModelDelta delta = manifest.getDelta();
    long rows = delta == null ? manifest.getEmbeddingRows() : delta.getEmbeddingRows();
    return vectors.getOrDefault(generation, 0L) >= rows
        && chunks.getOrDefault(generation, 0L) >= manifest.getChunks()
        && (delta == null || isWhole(delta.getBase()));
  }
}
