package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvenSampleTest {
  private static int[] of(int count, int most) {
    return EvenSample.of(0, count, most).stream().toArray();
  }

  @Test
  void shouldHoldEverythingWhenThereIsNoMore() {
    assertThat(of(4, 4)).containsExactly(0, 1, 2, 3);
    assertThat(of(3, 20)).containsExactly(0, 1, 2);
    assertThat(of(0, 20)).isEmpty();
  }

  @Test
  void shouldHoldJustSoManyEvenlySpacedWhenThereAreMore() {
    assertThat(of(10, 5)).containsExactly(0, 2, 4, 6, 8);
    assertThat(of(10, 1)).containsExactly(0);
    assertThat(of(7, 3)).containsExactly(0, 3, 5);
    assertThat(of(99_961, 20_000)).hasSize(20_000);
    assertThat(of(3_999, 2_000)).hasSize(2_000);
  }

  @Test
  void shouldBeginWithTheFirstNumberOfTheRow() {
    assertThat(EvenSample.of(100, 10, 5).stream()).containsExactly(100, 102, 104, 106, 108);
  }
}
