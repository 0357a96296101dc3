package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.features.FeaturesConfig;
import io.millrace.recommend.RecommendConfig;
import io.millrace.replay.ReplayConfig;
import io.millrace.runtime.config.Configuration;
import io.millrace.standalone.command.CheckCommand;
import io.millrace.standalone.command.DemoCommand;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What code gives as defaults is what reference.conf says, which is the place they are written. */
class DefaultsTest {
  private final Configuration reference = Configuration.load(null, Map.of());

  @Test
  void shouldServeAsTheReferenceSays() {
    assertThat(reference.bind("recommend", RecommendConfig.class))
        .isEqualTo(RecommendConfig.onPort(8080));
  }

  @Test
  void shouldKeepFeaturesAsTheReferenceSays() {
    assertThat(reference.bind("features", FeaturesConfig.class))
        .isEqualTo(FeaturesConfig.defaults(Path.of("millrace-state", "features")));
  }

  @Test
  void shouldReplayAsTheReferenceSays() {
    assertThat(reference.bind("replay", ReplayConfig.class)).isEqualTo(ReplayConfig.of("ml-1m"));
  }

  @Test
  void shouldOfferTheSameOnTheCommandLine() {
    int port = reference.bind("recommend", RecommendConfig.class).port();
    assertThat(option(new DemoCommand(), "--port")).isEqualTo(Integer.toString(port));
    assertThat(option(new DemoCommand(), "--speed"))
        .isEqualTo(reference.bind("replay", ReplayConfig.class).speed());
    assertThat(option(new CheckCommand(), "--url")).isEqualTo("http://localhost:" + port);
  }

  private static String option(Object command, String name) {
    return new CommandLine(command).getCommandSpec().findOption(name).defaultValue();
  }
}
