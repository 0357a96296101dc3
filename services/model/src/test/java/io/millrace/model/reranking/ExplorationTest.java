package io.millrace.model.reranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.feature.DecayedCounts;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExplorationTest {
  private static final int DRAWS = 20_000;

  @Test
  void shouldDrawFromTheBetaOfAnItemsRatings() {
    // 9 ratings of 10 half stars: Beta(10, 1), mean 10 / 11, variance ab / ((a+b)^2 (a+b+1)).
    check(features(9, 90), 10.0 / 11, 10.0 / (121 * 12));
    // 4 ratings of 1 and 2 of 10 half stars: Beta(3, 5).
    check(features(6, 24), 3.0 / 8, 15.0 / (64 * 9));
  }

  @Test
  void shouldDrawEvenlyWhereNobodyHasRated() {
    double[] draws = draws(null).toArray();
    assertThat(DoubleStream.of(draws).average().orElse(0)).isCloseTo(0.5, within(0.01));
    assertThat(DoubleStream.of(draws).filter(d -> d < 0.1).count() / (double) DRAWS)
        .isCloseTo(0.1, within(0.01));
  }

  private static void check(ItemFeatures features, double mean, double variance) {
    double[] draws = draws(features).toArray();
    assertThat(DoubleStream.of(draws).average().orElse(0)).isCloseTo(mean, within(0.005));
    assertThat(DoubleStream.of(draws).map(d -> (d - mean) * (d - mean)).average().orElse(0))
        .isCloseTo(variance, within(variance * 0.05));
  }

  private static DoubleStream draws(@org.jspecify.annotations.Nullable ItemFeatures features) {
    return LongStream.range(0, DRAWS).mapToDouble(s -> new Exploration(0.1, s).draw("a", features));
  }

  @Test
  void shouldDrawTheSameForTheSameSeedAndAnotherForAnotherItem() {
    Exploration exploration = new Exploration(0.1, 42);
    assertThat(exploration.draw("a", null)).isEqualTo(new Exploration(0.3, 42).draw("a", null));
    assertThat(exploration.draw("a", null)).isNotEqualTo(exploration.draw("b", null));
  }

  @Test
  void shouldGiveEveryRunOfPlacesItsShareAtAnyPhase() {
    for (double share : new double[] {0, 0.1, 0.25, 1.0 / 3, 0.5, 0.9, 1}) {
      for (long seed = 0; seed < 20; seed++) {
        Exploration exploration = new Exploration(share, seed);
        long places = IntStream.rangeClosed(1, 100).filter(exploration::isAt).count();
        assertThat((double) places).as("%s", share).isCloseTo(100 * share, within(1.0));
      }
    }
    assertThat(LongStream.range(0, 1000).filter(s -> new Exploration(0.3, s).isAt(1)).count())
        .isBetween(240L, 360L);
  }

  private static ItemFeatures features(long count, long sum) {
    return new ItemFeatures(
        "a",
        new ItemAggregates(
            new RatingStatistics(count, sum, 0L),
            DecayedCounts.NONE,
            DecayedCounts.NONE,
            DecayedCounts.NONE,
            0L,
            0L),
        null,
        List.of());
  }
}
