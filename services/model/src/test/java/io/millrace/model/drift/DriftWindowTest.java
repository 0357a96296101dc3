package io.millrace.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DriftWindowTest {
  @Test
  void shouldKnowNothingBeforeTheSecondWindowIsFull() {
    DriftWindow window = DriftWindow.ofNumbers(10, 1, 2);
    fill(window, 5, 5);
    assertThat(window.index()).isNaN();
    fill(window, 9, 0);
    assertThat(window.index()).isNaN();
    window.add(1);
    assertThat(window.index())
        .isCloseTo(PopulationStability.index(new long[] {5, 5}, new long[] {10, 0}), within(1e-12));
  }

  @Test
  void shouldHoldEachWindowAgainstTheFirst() {
    DriftWindow window = DriftWindow.ofNumbers(10, 1, 2);
    fill(window, 5, 5);
    fill(window, 1, 9);
    fill(window, 5, 5);
    assertThat(window.index()).isZero();
  }

  @Test
  void shouldTakeAnotherReferenceAfterARestart() {
    DriftWindow window = DriftWindow.ofNumbers(10, 1, 2);
    fill(window, 10, 0);
    window.add(1);
    window.restart();
    assertThat(window.index()).isNaN();
    fill(window, 0, 10);
    fill(window, 0, 10);
    assertThat(window.index()).isZero();
  }

  @Test
  void shouldCutValuesAtTheDecilesOfTheReference() {
    DriftWindow window = DriftWindow.ofValues(1000);
    for (int i = 0; i < 1000; i++) {
      window.add(i / 1000.0);
    }
    for (int i = 0; i < 1000; i++) {
      window.add(i / 2000.0); // the lower five tenths get everything
    }
    long[] even = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
    long[] low = {200, 200, 200, 200, 200, 0, 0, 0, 0, 0};
    assertThat(window.index()).isCloseTo(PopulationStability.index(even, low), within(1e-12));
  }

  @Test
  void shouldBearValuesThatAreAllTheSame() {
    DriftWindow window = DriftWindow.ofValues(10);
    fill(window, 10, 0);
    fill(window, 10, 0);
    assertThat(window.index()).isZero();
  }

  private static void fill(DriftWindow window, int ones, int twos) {
    for (int i = 0; i < ones; i++) {
      window.add(1);
    }
    for (int i = 0; i < twos; i++) {
      window.add(2);
    }
  }
}
