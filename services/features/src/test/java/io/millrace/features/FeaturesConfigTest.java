package io.millrace.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.config.ConfigurationFault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesConfigTest {
  @Test
  void shouldHaveTheDocumentedDefaults() {
    FeaturesConfig config =
        Configuration.load(null, Map.of()).bind("features", FeaturesConfig.class);

    assertThat(config).isEqualTo(FeaturesConfig.defaults(Path.of("millrace-state/features")));
  }

  @Test
  void shouldNameWhatIsWrong() {
    Configuration configuration =
        Configuration.load(
            null, Map.of("features.threads", "0", "features.session_timeout", "1 s"));

    assertThatThrownBy(() -> configuration.bind("features", FeaturesConfig.class))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("threads");
  }
}
