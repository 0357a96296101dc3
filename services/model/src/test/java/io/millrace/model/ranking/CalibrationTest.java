package io.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void shouldShareTheCoverageByTheOddsToThePowerOfTheSlope() {
    Calibration calibration = new Calibration(2, 0.5f);

    // Odds 1, 2 and 3; their squares 1, 4 and 9 share a half.
    double[] found = calibration.probabilities(new float[] {0.5f, 2 / 3f, 0.75f, 0.9f}, 3);

    assertThat(found).containsExactly(new double[] {0.5 / 14, 2.0 / 14, 4.5 / 14}, within(1e-6));
  }

  @Test
  void shouldStayFiniteAtTheEdges() {
    double[] found = new Calibration(20, 1).probabilities(new float[] {0, 1, 1, 0.3f}, 4);

    assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-9));
    assertThat(found[1]).isCloseTo(0.5, within(1e-9));
    assertThat(found[0]).isNotNegative();
  }

  @Test
  void shouldNameWhatIsOutOfItsRange() {
    assertThatThrownBy(() -> new Calibration(0, 0.5f))
        .hasMessageContaining("slope: must be above 0");
    assertThatThrownBy(() -> new Calibration(1, 1.5f))
        .hasMessageContaining("coverage: must be 0 to 1");
  }
}
