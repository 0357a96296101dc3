package io.millrace.standalone.demo;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.data.DownloadListener;
import io.millrace.features.FeatureProgress;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.replay.ReplayConfig;
import io.millrace.replay.ReplayProgress;
import io.millrace.replay.ReplayService;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.runtime.service.MemoryGuard;
import io.millrace.runtime.service.MemoryTarget;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.service.TrainerService;
import java.nio.file.Path;
import java.time.Duration;

/** Broker and services of a demo. Thread-safe; the life cycle ends them. */
final class DemoSystem {
  private static final Duration READY_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KafkaSettings kafka;
  private final FeaturesService features;
  private final RecommendService recommend;

  private final TrainerService trainer;

  private DemoSystem(
      KafkaSettings kafka,
      FeaturesService features,
      RecommendService recommend,
      TrainerService trainer) {
    this.kafka = kafka;
    this.features = features;
    this.recommend = recommend;
    this.trainer = trainer;
  }

  /** Starts all of it but the replay. */
  static DemoSystem start(
      Lifecycle lifecycle,
      Path directory,
      Configuration settings,
      MeterRegistry metrics,
      TrainingProgress progress) {
    FeaturesConfig featuresConfig = settings.bind("features", FeaturesConfig.class);
    RecommendConfig recommendConfig = settings.bind("recommend", RecommendConfig.class);
    TracingSettings tracing = settings.bind("tracing", TracingSettings.class);
    BrokerService broker = new BrokerService(directory.resolve("broker"));
    lifecycle.start(broker);
    FeaturesService features =
        new FeaturesService(broker.kafka(), featuresConfig, metrics, tracing);
    RecommendService recommend =
        new RecommendService(broker.kafka(), recommendConfig, metrics, tracing);
    TrainerService trainer =
        new TrainerService(broker.kafka(), TrainingSettings.of(settings), metrics, progress);
    lifecycle.start(new MemoryGuard(settings.bind("ops", MemoryTarget.class)));
    lifecycle.start(recommend);
    lifecycle.start(features);
    lifecycle.start(trainer);
    return new DemoSystem(broker.kafka(), features, recommend, trainer);
  }

  /** A replay into its topics, not started. */
  ReplayService replay(Configuration settings, MeterRegistry metrics, ReplayProgress progress) {
    return new ReplayService(
        kafka,
        settings.bind("replay", ReplayConfig.class),
        metrics,
        progress,
        DownloadListener.NONE);
  }

  KafkaSettings kafka() {
    return kafka;
  }

  String url() {
    return "http://localhost:" + recommend.port();
  }

  FeatureProgress features() {
    return features.progress();
  }

  /** The state of the features' stream, by Kafka's names. */
  String featureState() {
    return String.valueOf(features.health().get("state"));
  }

  /** Why the last training failed; empty if it did not. */
  String trainingFailure() {
    return String.valueOf(trainer.health().get("lastFailure"));
  }

  /** What serving waits for, for people. */
  String waitingFor() {
    return recommend.readiness().waitingFor();
  }

  /** Whether a model serves and the state has caught up. */
  boolean ready() {
    return recommend.ready();
  }

  /**
   * Waits until a model serves and the state has caught up.
   *
   * @throws DemoFault if that takes more than five minutes
   */
  void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
    while (!ready()) {
      if (System.nanoTime() > deadline) {
        throw new DemoFault(
            "recommend: no model serves after %d s, it waits for %s"
                .formatted(READY_PATIENCE.toSeconds(), waitingFor()));
      }
      Thread.sleep(LOOK);
    }
  }
}
