package io.millrace.standalone.command;

import io.millrace.features.FeaturesConfig;
import io.millrace.recommend.RecommendConfig;
import io.millrace.replay.ReplayConfig;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.MemoryTarget;
import io.millrace.runtime.service.OpsSettings;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.trainer.TrainerConfig;
import java.util.List;

/** All that {@code reference.conf} has, and what binds it. */
final class Sections {
  static final List<Section> ALL =
      List.of(
          new Section("kafka", KafkaSettings.class),
          new Section("kafka", KafkaOptions.Reach.class),
          new Section("topics", TopicSettings.class),
          new Section("ops", OpsSettings.class),
          new Section("ops", MemoryTarget.class),
          new Section("tracing", TracingSettings.class),
          new Section("features", FeaturesConfig.class),
          new Section("trainer", TrainerConfig.class),
          new Section("recommend", RecommendConfig.class),
          new Section("replay", ReplayConfig.class));

  private Sections() {}
}
