package io.millrace.tests.fault.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlopeTest {
  @Test
  void shouldFitALineWithoutErrorWhenThereIsNone() {
    Slope slope = Slope.of(new double[] {0, 1, 2, 3}, new double[] {5, 7, 9, 11});
    assertThat(slope.mean()).isEqualTo(8);
    assertThat(slope.perHour()).isCloseTo(2, within(1e-12));
    assertThat(slope.error()).isCloseTo(0, within(1e-12));
  }

  /** By hand: slope 0.6, residuals -0.4 0.2 0.8 -0.6, their squares 1.2, sqrt(1.2 / 2 / 5). */
  @Test
  void shouldGiveTheStandardErrorOfTheSlope() {
    Slope slope = Slope.of(new double[] {0, 1, 2, 3}, new double[] {1, 2.2, 3.4, 2.6});
    assertThat(slope.perHour()).isCloseTo(0.6, within(1e-12));
    assertThat(slope.error()).isCloseTo(Math.sqrt(1.2 / 2 / 5), within(1e-12));
  }

  @Test
  void shouldRefuseTooFewValues() {
    assertThatThrownBy(() -> Slope.of(new double[] {0, 1}, new double[] {1, 2}))
        .hasMessageContaining("at least 3");
  }
}
