package io.millrace.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayConfigTest {
  @Test
  void shouldHaveTheDocumentedDefaults() {
    ReplayConfig config = Configuration.load(null, Map.of()).bind("replay", ReplayConfig.class);

    assertThat(config).isEqualTo(ReplayConfig.of("ml-1m"));
  }

  @Test
  void shouldRefuseANegativeLimit() {
    Configuration negative = Configuration.load(null, Map.of("replay.limit", "-1"));

    assertThatThrownBy(() -> negative.bind("replay", ReplayConfig.class))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("replay.limit");
  }

  @ParameterizedTest
  @CsvSource({"speed,fast", "from,yesterday", "to,1.5"})
  void shouldRefuseWhatCannotBeReadBeforeAnythingStarts(String key, String value) {
    Configuration wrong = Configuration.load(null, Map.of("replay." + key, value));

    assertThatThrownBy(() -> wrong.bind("replay", ReplayConfig.class))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("replay: " + key + ": must be")
        .hasMessageContaining(value);
  }
}
