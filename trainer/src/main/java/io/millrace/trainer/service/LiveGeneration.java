package io.millrace.trainer.service;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleChunks;
import io.millrace.model.bundle.BundleFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a generation's bundle from its topic when a training needs it: no copy waits in memory. */
final class LiveGeneration {
  private static final Logger log = LoggerFactory.getLogger(LiveGeneration.class);
  private static final String TOPIC = Topics.MODEL_CHUNKS.name();
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private LiveGeneration() {}

  /**
   * The bundle of a manifest.
   *
   * @return null, with a word in the log, where slices are missing or of another layout
   * @throws KafkaException if the topic cannot be read
   */
  static @Nullable Bundle read(KafkaSettings kafka, ModelManifest manifest) {
    Map<Integer, byte[]> slices = slices(kafka, manifest.getGeneration());
    List<byte @Nullable []> ordered = new ArrayList<>();
    for (int i = 0; i < manifest.getChunks(); i++) {
      ordered.add(slices.get(i));
    }
    try {
      return Bundle.read(BundleChunks.join(ordered, manifest.getBundleBytes()));
    } catch (BundleFault e) {
      log.warn(
          "{}: cannot be compared with, nor begun from: {}",
          manifest.getGeneration(),
          e.getMessage());
      return null;
    }
  }

  private static Map<Integer, byte[]> slices(KafkaSettings kafka, String generation) {
    Map<Integer, byte[]> slices = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.consumer("trainer-live", true))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC, PATIENCE).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!ends.entrySet().stream()
          .allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        if (System.nanoTime() - deadline > 0) {
          throw new KafkaException(
              "%s: must be readable within %d s, was not".formatted(TOPIC, PATIENCE.toSeconds()));
        }
        consumer.poll(POLL).forEach(entry -> keep(entry, generation, slices));
      }
    }
    return slices;
  }

  private static void keep(
      ConsumerRecord<byte[], byte[]> entry, String generation, Map<Integer, byte[]> slices) {
    String key = new String(entry.key(), StandardCharsets.UTF_8);
    if (entry.value() == null || !Keys.first(key).equals(generation)) {
      return;
    }
    ModelChunk chunk = Topics.MODEL_CHUNKS.codec().decode(entry.value());
    byte[] bytes = new byte[chunk.getData().remaining()];
    chunk.getData().duplicate().get(bytes);
    slices.put(chunk.getIndex(), bytes);
  }
}
