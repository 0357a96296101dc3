package io.millrace.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {
  /**
   * By hand: half a count more in each bin makes the shares 50.5/101 = 0.5 twice, 80.5/101 =
   * 0.797030 and 20.5/101 = 0.202970; their difference is 0.297030 each way, and the logarithms are
   * ln 1.594059 = 0.466284 and ln 0.405941 = -0.901549: 0.297030 (0.466284 + 0.901549) = 0.406287.
   */
  @Test
  void shouldBeWhatAHandFinds() {
    assertThat(PopulationStability.index(new long[] {50, 50}, new long[] {80, 20}))
        .isCloseTo(0.406287, within(1e-6));
  }

  @Test
  void shouldBeZeroOfEqualSharesAndTheSameBothWays() {
    long[] a = {7, 0, 13};
    long[] b = {1, 9, 10};
    assertThat(PopulationStability.index(a, a)).isZero();
    assertThat(PopulationStability.index(a, b))
        .isCloseTo(PopulationStability.index(b, a), within(1e-12))
        .isPositive()
        .isFinite();
  }

  @Test
  void shouldRefuseOtherBins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PopulationStability.index(new long[2], new long[3]))
        .withMessageStartingWith("current: must have as many bins as reference");
  }

  /** Yurdakul's mean of the index where nothing has moved: here 9 (1/5000 + 1/5000) = 0.0036. */
  @Test
  void shouldBeNoiseWhereNothingHasMoved() {
    long seed = 20261128;
    Random random = new Random(seed);
    double sum = 0;
    for (int run = 0; run < 200; run++) {
      sum += PopulationStability.index(drawn(random), drawn(random));
    }
    assertThat(sum / 200).as("seed " + seed).isCloseTo(0.0036, within(0.0006));
  }

  private static long[] drawn(Random random) {
    long[] counts = new long[10];
    for (int i = 0; i < 5000; i++) {
      counts[random.nextInt(10)]++;
    }
    return counts;
  }
}
