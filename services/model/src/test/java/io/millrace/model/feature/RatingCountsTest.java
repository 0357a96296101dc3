package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingStatistics;
import org.junit.jupiter.api.Test;

class RatingCountsTest {
  @Test
  void shouldCountAndSumHalfStars() {
    RatingStatistics ratings = RatingCounts.add(RatingCounts.add(RatingCounts.NONE, 10), 4);

    assertThat(ratings).isEqualTo(new RatingStatistics(2L, 14L, 116L));
    assertThat(RatingCounts.mean(ratings)).isEqualTo(7);
    // (9 + 9) / 2
    assertThat(RatingCounts.variance(ratings)).isEqualTo(9);
  }

  @Test
  void shouldForgetExactlyWhatIsTakenBack() {
    RatingStatistics once = RatingCounts.add(RatingCounts.NONE, 7);

    assertThat(RatingCounts.remove(RatingCounts.add(once, 3), 3)).isEqualTo(once);
  }

  @Test
  void shouldBeZeroWithoutRatings() {
    assertThat(RatingCounts.mean(RatingCounts.NONE)).isZero();
    assertThat(RatingCounts.variance(RatingCounts.NONE)).isZero();
  }
}
