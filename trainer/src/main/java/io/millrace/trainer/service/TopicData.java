package io.millrace.trainer.service;

import io.millrace.model.generation.Preference;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.Control;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingExample;
import io.millrace.trainer.dataset.InteractionColumns;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the trainer keeps of the topics: ratings in columns, the catalogue, users, manifests, the
 * numbers of bundles' slices and the keys of vectors. Written by the follower's thread, read by
 * any. Every method is synchronized but those that only count ({@link #ratings}, {@link #arrived},
 * {@link #generations}): health and metrics do not wait while a snapshot of many ratings is copied.
 */
final class TopicData {
  private final InteractionColumns columns = new InteractionColumns();
  private final TreeMap<String, ModelManifest> manifests = new TreeMap<>();
  private final Map<String, Integer> chunkCounts = new HashMap<>();
  private final Map<String, Set<String>> vectors = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private volatile long arrived;
  private volatile int ratings;
  private volatile int generations;

  /** Who takes the records of which topic. */
  Map<String, TopicFollower.Handler> handlers() {
    return Map.of(
        Topics.ITEMS.name(), this::item,
        Topics.USERS.name(), this::user,
        Topics.TRAINING_EXAMPLES.name(), this::example,
        Topics.MODEL_MANIFESTS.name(), this::manifest,
        Topics.MODEL_CHUNKS.name(), this::chunk,
        Topics.ITEM_EMBEDDINGS.name(), this::vector);
  }

  private static String key(ConsumerRecord<byte[], byte[]> entry) {
    return new String(entry.key(), StandardCharsets.UTF_8);
  }

  private void mark(ConsumerRecord<byte[], byte[]> entry) {
    offsets.put(entry.topic() + "-" + entry.partition(), entry.offset() + 1);
  }

  private synchronized void item(ConsumerRecord<byte[], byte[]> entry) {
    mark(entry);
    if (entry.value() == null) {
      columns.removeItem(key(entry));
    } else {
      columns.putItem(Topics.ITEMS.codec().decode(entry.value()));
    }
  }

  private synchronized void user(ConsumerRecord<byte[], byte[]> entry) {
    mark(entry);
    if (entry.value() == null) {
      columns.removeUser(key(entry));
    } else {
      columns.putUser(Topics.USERS.codec().decode(entry.value()));
    }
  }

  private synchronized void example(ConsumerRecord<byte[], byte[]> entry) {
    mark(entry);
    arrived = arrived + 1;
    if (entry.value() == null) {
      columns.remove(Keys.first(key(entry)), Keys.second(key(entry)));
    } else {
      add(Topics.TRAINING_EXAMPLES.codec().decode(entry.value()));
    }
    ratings = columns.size();
  }

  private void add(TrainingExample example) {
    columns.add(
        example.getUserId(),
        example.getItemId(),
        example.getHalfStars(),
        example.getTimestamp(),
        example.getPartition(),
        example.getOffset());
  }

  private synchronized void manifest(ConsumerRecord<byte[], byte[]> entry) {
    if (entry.value() == null) {
      manifests.remove(key(entry));
    } else {
      manifests.put(key(entry), Topics.MODEL_MANIFESTS.codec().decode(entry.value()));
    }
    generations = manifests.size();
  }

  private synchronized void chunk(ConsumerRecord<byte[], byte[]> entry) {
    String generation = Keys.first(key(entry));
    if (entry.value() == null) {
      chunkCounts.remove(generation);
    } else {
      ModelChunk chunk = Topics.MODEL_CHUNKS.codec().decode(entry.value());
      chunkCounts.merge(generation, chunk.getIndex() + 1, Math::max);
    }
  }

  private synchronized void vector(ConsumerRecord<byte[], byte[]> entry) {
    String generation = Keys.first(key(entry));
    Set<String> rows = vectors.computeIfAbsent(generation, g -> new TreeSet<>());
    if (entry.value() == null) {
      rows.remove(Keys.second(key(entry)));
    } else {
      rows.add(Keys.second(key(entry)));
    }
    if (rows.isEmpty()) {
      vectors.remove(generation);
    }
  }

  /** Ratings that hold now. */
  int ratings() {
    return ratings;
  }

  /** Training examples read since the start, replaced and erased ones too. */
  long arrived() {
    return arrived;
  }

  /** Generations with a manifest. */
  int generations() {
    return generations;
  }

  /** Everything, as it stands now. */
  synchronized Snapshot snapshot() {
    return new Snapshot(columns.snapshot(), offsets, arrived);
  }

  /** Every generation's manifest, oldest first. */
  synchronized List<ModelManifest> manifests() {
    return List.copyOf(manifests.values());
  }

  /** The manifest of what a generation lies over; null if it lies over none, or that is gone. */
  synchronized @Nullable ModelManifest baseOf(ModelManifest manifest) {
    return manifest.getDelta() == null ? null : manifests.get(manifest.getDelta().getBase());
  }

  /** The id after the newest. */
  synchronized String nextGeneration() {
    int newest = manifests.isEmpty() ? 0 : Integer.parseInt(manifests.lastKey().substring(1));
    return "g%06d".formatted(newest + 1);
  }

  /** The items that a generation has vectors of. */
  synchronized Set<String> vectorsOf(String generation) {
    return Set.copyOf(vectors.getOrDefault(generation, Set.of()));
  }

  /** Slices of a generation's bundle that are on the topic. */
  synchronized int chunksOf(String generation) {
    return chunkCounts.getOrDefault(generation, 0);
  }

  /** Generations before the newest that have rows but no manifest: a publication was cut short. */
  synchronized List<String> orphans(String newest) {
    Set<String> generations = new TreeSet<>(vectors.keySet());
    generations.addAll(chunkCounts.keySet());
    generations.removeAll(manifests.keySet());
    generations.removeIf(generation -> generation.compareTo(newest) >= 0);
    return List.copyOf(generations);
  }

  /**
   * What should serve, as every replica reads it; null if there is none.
   *
   * @param command the operator's, or null
   */
  synchronized @Nullable ModelManifest live(@Nullable Control command) {
    return Preference.order(manifests.values(), command).stream().findFirst().orElse(null);
  }
}
