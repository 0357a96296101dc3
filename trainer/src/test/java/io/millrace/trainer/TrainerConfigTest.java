package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerConfigTest {
  private static TrainerConfig config(Map<String, String> settings) {
    return Configuration.load(null, settings).bind("trainer", TrainerConfig.class);
  }

  @Test
  void shouldHaveFullRankAndNoClippingWhenNothingIsSaid() {
    assertThat(config(Map.of()).crossRank()).isZero();
    assertThat(config(Map.of()).gradientClip()).isZero();
  }

  @Test
  void shouldTakeRankAndClippingWhenTheyAreSet() {
    TrainerConfig config =
        config(Map.of("trainer.cross_rank", "32", "trainer.gradient_clip", "2.5"));
    assertThat(config.crossRank()).isEqualTo(32);
    assertThat(config.gradientClip()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trainer.cross_rank | -1 | trainer.cross_rank: must be at least 0, was -1",
        "trainer.cross_rank | 129 | cross_rank: must be at most embedding_dim (128), was 129",
        "trainer.gradient_clip | -0.5 | trainer.gradient_clip: must be at least 0, was -0.5",
        "trainer.leave_out_features | [item.genre] | leave_out_features: must be some of"
            + " user.activity, user.tastes",
        "trainer.gradient_clip | NaN | trainer.gradient_clip: must be a finite number",
      })
  void shouldNameKeyRuleAndValueWhenOneIsOutOfRange(String key, String value, String message) {
    assertThatThrownBy(() -> config(Map.of(key, value)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"cross_rank, 16", "gradient_clip, 1.5"})
  void shouldRefuseWhatTheReferenceEngineCannotDo(String key, String value) {
    assertThatThrownBy(() -> config(Map.of("trainer.engine", "dl4j", "trainer." + key, value)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(
            "%s: must be 0 with engine = dl4j, was %s; set it to 0, or engine = fused", key, value);
  }
}
