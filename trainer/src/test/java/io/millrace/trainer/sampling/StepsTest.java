package io.millrace.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 4, ''",
    "1, 4, 0-1",
    "3, 4, 0-3",
    "4, 4, 0-4",
    "5, 4, 0-5",
    "6, 4, 0-4 4-6",
    "9, 4, 0-4 4-9",
    "12, 4, 0-4 4-8 8-12",
    "3, 1, 0-1 1-2 2-3",
  })
  void shouldCutRowsIntoStepsOfWhichTheLastTakesALoneRowWithIt(int rows, int size, String cut) {
    Steps steps = new Steps(rows, size);
    StringBuilder found = new StringBuilder();
    for (int step = 0; step < steps.count(); step++) {
      found.append(' ').append(steps.from(step)).append('-').append(steps.to(step));
    }
    assertThat(found.toString().strip()).isEqualTo(cut);
  }
}
