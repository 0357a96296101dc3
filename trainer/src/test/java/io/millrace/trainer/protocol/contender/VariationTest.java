package io.millrace.trainer.protocol.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariationTest {
  private static final RecommenderSettings WHOLE =
      new RecommenderSettings(200, 150, 100, 10, 0.75, 20, 5);

  @Test
  void shouldTakeOneSourceAway() {
    assertThat(Part.INDEX.away(WHOLE))
        .isEqualTo(new RecommenderSettings(200, 0, 100, 10, 0.75, 20, 5));
    assertThat(Part.TRANSITIONS.away(WHOLE))
        .isEqualTo(new RecommenderSettings(200, 150, 0, 10, 0.75, 20, 5));
    assertThat(Part.POPULARITY.away(WHOLE))
        .isEqualTo(new RecommenderSettings(200, 150, 100, 10, 0.75, 0, 5));
    assertThat(Part.FRESH.away(WHOLE))
        .isEqualTo(new RecommenderSettings(200, 150, 100, 10, 0.75, 20, 0));
    assertThat(Part.POPULARITY.stage()).isEqualTo(Stage.RANKING);
  }

  @Test
  void shouldLeaveTheSourcesWhenTheRankerIsTakenAway() {
    assertThat(Part.RANKER.away(WHOLE)).isEqualTo(WHOLE);
    assertThat(Part.RANKER.stage()).isEqualTo(Stage.UNION);
  }

  @Test
  void shouldKnowPartsByName() {
    assertThat(Part.of(List.of("ranker", " Index", "ranker")))
        .containsExactly(Part.RANKER, Part.INDEX);
    assertThatThrownBy(() -> Part.of(List.of("tower")))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll(
            "--without", "index, transitions, popularity, fresh, ranker", "tower");
  }

  @Test
  void shouldKnowNewcomersByHowMuchIsKnownOfThem() {
    assertThat(Newcomer.of(List.of(0, 5, 0)))
        .extracting(Newcomer::suffix)
        .containsExactly("newcomer-0", "newcomer-5", "session-0", "session-5");
    assertThatThrownBy(() -> Newcomer.of(List.of(-1)))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--newcomers", "0 to 1000", "-1");
  }
}
