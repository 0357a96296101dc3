package io.millrace.standalone.demo;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every generation published or refused so far, as its topic tells. Thread-safe. */
final class Manifests implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Map<String, ModelManifest> byGeneration = new ConcurrentSkipListMap<>();
  private final TopicFollower follower;
  private volatile Consumer<ModelManifest> listener = manifest -> {};

  Manifests(KafkaSettings kafka) {
    follower =
        new TopicFollower(
            kafka,
            "millrace-demo-manifests",
            true,
            Map.of(Topics.MODEL_MANIFESTS.name(), this::accept));
    follower.start();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      ModelManifest manifest = Topics.MODEL_MANIFESTS.codec().decode(record.value());
      if (byGeneration.put(manifest.getGeneration(), manifest) == null) {
        listener.accept(manifest);
      }
    }
  }

  /** Waits until those are known that were there at the start. */
  void awaitCaughtUp() throws InterruptedException {
    while (!follower.caughtUp()) {
      Thread.sleep(LOOK);
    }
  }

  /** Who is told of each further one, in the follower's thread. */
  void onNext(Consumer<ModelManifest> told) {
    listener = told;
  }

  /** In order of training. */
  List<ModelManifest> all() {
    return List.copyOf(byGeneration.values());
  }

  @Override
  public void close() {
    follower.close();
  }
}
