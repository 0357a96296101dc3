package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.recommendation.Knobs;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.SourceMix;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.generation.NamedModel;
import java.util.List;
import java.util.Set;
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
        new Knobs(diversity, exploration));
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

  private static Knobs steered(SeenPolicy seen, @Nullable Double diversity) {
    Steering own = Steering.NONE.turned(new Knobs(diversity, null));
    return settings(null, null, 0.3, null)
        .steer(
            new RecommendationQuery("u", List.of(), 10, Set.of(), seen, own), new Knobs(0.1, 0.2))
        .steering()
        .knobs();
  }

  /** Also where what it says is what would hold if nobody said anything. */
  @Test
  void shouldYieldToWhatTheQuerySaysItself() {
    assertThat(steered(SeenPolicy.EXCLUDE, 0.0)).isEqualTo(new Knobs(0.0, 0.2));
    assertThat(steered(SeenPolicy.EXCLUDE, 0.1)).isEqualTo(new Knobs(0.1, 0.2));
  }

  @Test
  void shouldGoBeforeWhatHoldsForAll() {
    assertThat(steered(SeenPolicy.EXCLUDE, null)).isEqualTo(new Knobs(0.3, 0.2));
  }

  @Test
  void shouldNotExploreAmongWhatWasSeen() {
    assertThat(steered(SeenPolicy.ONLY, null)).isEqualTo(new Knobs(0.3, null));
  }
}
