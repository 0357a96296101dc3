package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.recommendation.SourceMix;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.generation.NamedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArmSettingsTest {
  private static ArmSettings settings(
      @Nullable String model,
      @Nullable Double ratingWeight,
      @Nullable Double diversity,
      @Nullable Double exploration) {
    return new ArmSettings(
        model == null ? null : new NamedModel(model),
        new Variation(SourceMix.AS_SET, null, ratingWeight),
        diversity,
        exploration);
  }

  /** Also where what they say is what everybody has: no diversity, no exploration. */
  @Test
  void shouldStandInEveryFieldThatTheyNameWhenOthersNameItToo() {
    ArmSettings all = settings("g000001", 0.0, 0.0, 0.0);

    assertThat(all.or(settings("g000002", 0.5, 0.3, 0.2))).isEqualTo(all);
  }

  @Test
  void shouldTakeFromTheOthersWhatTheyDoNotName() {
    ArmSettings others = settings("g000002", 0.5, 0.3, 0.2);

    assertThat(ArmSettings.NONE.or(others)).isEqualTo(others);
    assertThat(settings(null, 0.1, null, 0.4).or(others))
        .isEqualTo(settings("g000002", 0.1, 0.3, 0.4));
  }
}
