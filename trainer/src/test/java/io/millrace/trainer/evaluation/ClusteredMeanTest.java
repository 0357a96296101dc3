package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusteredMeanTest {
  @Test
  void shouldTakeAClusterForOneDraw() {
    ClusteredMean found =
        ClusteredMean.of(new double[] {1, 0, 4, 5, 2, 0}, new int[] {7, 7, 3, 3, 3, 9});

    // The mean is 2; the clusters are off by -1 - 2, 2 + 3 + 0 and -2: squares 9 + 25 + 4, times
    // 3 / 2, the root of it over six.
    assertThat(found.mean()).isEqualTo(2);
    assertThat(found.standardError()).isCloseTo(Math.sqrt(38 * 1.5) / 6, within(1e-12));
  }

  @Test
  void shouldBeTheUsualErrorWhenEachValueIsAClusterOfItsOwn() {
    double[] values = {1, 0, 4, 5, 2, 0};

    assertThat(ClusteredMean.of(values, new int[] {1, 2, 3, 4, 5, 6}).standardError())
        .isCloseTo(Spread.of(values).deviation() / Math.sqrt(6), within(1e-12));
  }

  @Test
  void shouldTellNoErrorOfOneCluster() {
    assertThat(ClusteredMean.of(new double[] {1, 3}, new int[] {4, 4}))
        .isEqualTo(new ClusteredMean(2, Double.NaN));
  }
}
