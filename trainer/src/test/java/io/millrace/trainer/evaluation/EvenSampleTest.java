package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSampleTest {
  private static int[] of(int count, int most) {
    EvenSample sample = new EvenSample(count, most);
    return IntStream.range(0, count).filter(sample::contains).toArray();
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
  }
}
