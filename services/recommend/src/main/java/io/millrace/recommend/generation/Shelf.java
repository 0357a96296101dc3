package io.millrace.recommend.generation;

import io.millrace.model.generation.Preference;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Control;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of every generation that is not retired, as read so far. Written by the model reader's
 * thread, read by the builder's.
 */
public final class Shelf {
  /** How far the reader of a partition has come: the offset of the next record. */
  @FunctionalInterface
  public interface Progress {
    /** The offset of the next record to be read; -1 if the partition is unknown. */
    long position(String topic, int partition);
  }

  private final Map<String, Map<String, byte[]>> vectors = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, byte[]>> chunks = new ConcurrentHashMap<>();
  private final NavigableMap<String, ModelManifest> manifests = new ConcurrentSkipListMap<>();
  private final AtomicLong changes = new AtomicLong();
  private final List<Consumer<Control>> commandListeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Control serving;
  private volatile @Nullable Control shadow;

  /** Who takes the records of which topic: to be read committed, in one thread. */
  public Map<String, Handler> handlers() {
    return Map.of(
        Topics.ITEM_EMBEDDINGS.name(), counted(this::embedding),
        Topics.MODEL_CHUNKS.name(), counted(this::chunk),
        Topics.MODEL_MANIFESTS.name(), counted(this::manifest),
        Topics.CONTROL.name(), this::control);
  }

  /** Adds who is told, in the reader's thread, that a command has been read and counts now. */
  void onCommand(Consumer<Control> listener) {
    commandListeners.add(listener);
  }

  /** Manifests by generation, oldest first; a live view. */
  NavigableMap<String, ModelManifest> manifests() {
    return manifests;
  }

  /** The last command to the serving replicas, or null. */
  @Nullable Control serving() {
    return serving;
  }

  /** The last command on the generation that answers unseen, or null. */
  @Nullable Control shadow() {
    return shadow;
  }

  /**
   * Goes up with every record, after what it changed can be seen: who reads this first and then the
   * rows will be told of whatever they missed.
   */
  long changes() {
    return changes.get();
  }

  /**
   * The generation's parcel, or null while the reader has not passed its last record. A delta's is
   * laid over its base's.
   *
   * @throws GenerationFault if it has, and rows are missing or differ, or the base is not there
   */
  @Nullable Parcel parcel(ModelManifest manifest, Progress progress) {
    if (!passed(manifest, progress)) {
      return null;
    }
    ModelDelta delta = manifest.getDelta();
    if (delta == null) {
      return Parcel.verified(manifest, vectors(manifest), chunks(manifest));
    }
    ModelManifest base = base(delta);
    return passed(base, progress)
        ? Parcel.laidOver(
            Parcel.verified(base, vectors(base), chunks(base)),
            manifest,
            delta,
            vectors(manifest),
            chunks(manifest))
        : null;
  }

  /** Whether the reader has passed the generation's last record, and its base's. */
  boolean isRead(ModelManifest manifest, Progress progress) {
    ModelDelta delta = manifest.getDelta();
    ModelManifest base = delta == null ? null : manifests.get(delta.getBase());
    return passed(manifest, progress) && (base == null || passed(base, progress));
  }

  private static boolean passed(ModelManifest manifest, Progress progress) {
    return manifest.getPositions().stream()
        .allMatch(
            end -> progress.position(end.getTopic(), end.getPartition()) >= end.getEndOffset());
  }

  /** A manifest comes after the rows and manifest of its base: what is not there now never will. */
  private ModelManifest base(ModelDelta delta) {
    ModelManifest base = manifests.get(delta.getBase());
    if (base == null) {
      throw new GenerationFault(
          "delta.base: %s must be on the topics, has been retired".formatted(delta.getBase()));
    }
    if (base.getDelta() != null || base.getVerdict() != GateVerdict.PUBLISHED) {
      throw new GenerationFault(
          "delta.base: %s must be published whole, is %s"
              .formatted(
                  delta.getBase(), base.getDelta() == null ? base.getVerdict() : "a delta itself"));
    }
    return base;
  }

  private Map<String, byte[]> vectors(ModelManifest manifest) {
    return vectors.getOrDefault(manifest.getGeneration(), Map.of());
  }

  private Map<Integer, byte[]> chunks(ModelManifest manifest) {
    return chunks.getOrDefault(manifest.getGeneration(), Map.of());
  }

  private Handler counted(Handler handler) {
    return record -> {
      handler.accept(record);
      changes.incrementAndGet();
    };
  }

  private void embedding(ConsumerRecord<byte[], byte[]> record) {
    String key = key(record);
    if (record.value() == null) {
      remove(vectors, Keys.first(key), Keys.second(key));
      return;
    }
    ItemEmbedding row = Topics.ITEM_EMBEDDINGS.codec().decode(record.value());
    vectors
        .computeIfAbsent(row.getGeneration(), g -> new ConcurrentHashMap<>())
        .put(row.getItemId(), bytes(row.getVector()));
  }

  private void chunk(ConsumerRecord<byte[], byte[]> record) {
    String key = key(record);
    if (record.value() == null) {
      remove(chunks, Keys.first(key), Integer.valueOf(Keys.second(key)));
      return;
    }
    ModelChunk chunk = Topics.MODEL_CHUNKS.codec().decode(record.value());
    chunks
        .computeIfAbsent(chunk.getGeneration(), g -> new ConcurrentHashMap<>())
        .put(chunk.getIndex(), bytes(chunk.getData()));
  }

  private void manifest(ConsumerRecord<byte[], byte[]> record) {
    String generation = key(record);
    if (record.value() == null) {
      manifests.remove(generation);
      vectors.remove(generation);
      chunks.remove(generation);
    } else {
      manifests.put(generation, Topics.MODEL_MANIFESTS.codec().decode(record.value()));
    }
  }

  private void control(ConsumerRecord<byte[], byte[]> record) {
    @Nullable Control command =
        record.value() == null ? null : Topics.CONTROL.codec().decode(record.value());
    switch (key(record)) {
      case Preference.KEY -> serving = command;
      case Preference.SHADOW_KEY -> shadow = command;
      default -> {
        return; // not to the serving replicas
      }
    }
    changes.incrementAndGet();
    if (command != null) {
      commandListeners.forEach(listener -> listener.accept(command));
    }
  }

  private static <K> void remove(Map<String, Map<K, byte[]>> rows, String generation, K key) {
    rows.computeIfPresent(
        generation,
        (g, present) -> {
          present.remove(key);
          return present.isEmpty() ? null : present;
        });
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(
        Objects.requireNonNull(record.key(), "key: must not be null"), StandardCharsets.UTF_8);
  }
}
