package io.millrace.tests.fuzz;

import io.millrace.features.FeaturesConfig;
import io.millrace.fuzzing.FuzzTarget;
import io.millrace.fuzzing.ScratchDirectory;
import io.millrace.recommend.RecommendConfig;
import io.millrace.replay.ReplayConfig;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.OpsSettings;
import io.millrace.trainer.TrainerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A file of settings, bound to what the services run by. */
public final class ConfigurationTarget implements FuzzTarget {
  private static final List<Section> SECTIONS =
      List.of(
          new Section("kafka", KafkaSettings.class),
          new Section("ops", OpsSettings.class),
          new Section("features", FeaturesConfig.class),
          new Section("trainer", TrainerConfig.class),
          new Section("recommend", RecommendConfig.class),
          new Section("replay", ReplayConfig.class));

  private final ScratchDirectory directory = ScratchDirectory.create();

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        """
        recommend { port = 8081, access.burst = 3, longest_wait = 20 ms }
        trainer.user_tower_dims = [64, 32]
        """,
        "{\"kafka\": {\"bootstrap_servers\": \"a:1,b:2\"}, \"features\": {\"standbys\": 1}}",
        "x = 1\nrecommend.queue = ${x}\nreplay.speed = ${?HOME}\n");
  }

  @Override
  public List<String> words() {
    return List.of(
        "${", "}", "\"\"\"", "+=", "a.b.c", "[", "null", "${?HOME}", "1 day", "-1", "1e999", "∞");
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    try {
      Configuration.load(directory.write("millrace.conf", input), Map.of(), Map.of(), SECTIONS);
      return true;
    } catch (UserFault refused) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
