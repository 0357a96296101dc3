package io.millrace.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @Test
  void shouldReadChoicesAndRanges() {
    assertThat(Values.parse("a | b|c")).isEqualTo(new Values.Choices(List.of("a", "b", "c")));
    assertThat(Values.parse("[256, 128] | [64]"))
        .isEqualTo(new Values.Choices(List.of("[256, 128]", "[64]")));
    assertThat(Values.parse("0.003")).isEqualTo(new Values.Choices(List.of("0.003")));
    assertThat(Values.parse("1..8")).isEqualTo(new Values.Whole(1, 8, false));
    assertThat(Values.parse("16 .. 512 log")).isEqualTo(new Values.Whole(16, 512, true));
    assertThat(Values.parse("0.0..0.5")).isEqualTo(new Values.Real(0, 0.5, false));
    assertThat(Values.parse("1e-4..0.1 log")).isEqualTo(new Values.Real(1e-4, 0.1, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a||b; no empty value",
        "''; no empty value",
        "a | b | a; no value twice",
        "5..5; a lower to a higher",
        "0.5..0.1; a lower to a higher",
        "0..1.0 log; above 0"
      })
  void shouldSayWhichRuleIsBroken(String text, String rule) {
    assertThatThrownBy(() -> Values.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void shouldDealEachChoiceOnceBeforeAnyComesAgain() {
    Values values = Values.parse("a | b | c");
    for (int round = 0; round < 20; round++) {
      int first = 3 * round;
      assertThat(IntStream.range(first, first + 3).mapToObj(turn -> values.at(7, turn)))
          .as("round %d", round)
          .containsExactlyInAnyOrder("a", "b", "c");
    }
    List<String> firsts =
        IntStream.range(0, 20).mapToObj(round -> values.at(7, 3 * round)).distinct().toList();
    assertThat(firsts).as("shuffled anew").hasSizeGreaterThan(1);
  }

  @Test
  void shouldStayWithinRangesAndReachTheirEnds() {
    assertThat(IntStream.range(0, 500).mapToObj(turn -> Values.parse("1..4").at(3, turn)))
        .containsOnly("1", "2", "3", "4");
    assertThat(IntStream.range(0, 500).mapToObj(turn -> Values.parse("1..4 log").at(3, turn)))
        .containsOnly("1", "2", "3", "4");
    assertThat(IntStream.range(0, 500).mapToDouble(t -> drawn("0.001..0.1 log", t)))
        .allMatch(value -> value >= 0.001 && value <= 0.1);
  }

  @Test
  void shouldDrawAsManyBelowTheGeometricMeanAsAboveItWhenTheScaleIsLogarithmic() {
    // 0.01 is the middle of 0.001..0.1 by logarithm; of 2000 fair draws more than 1100 on one side
    // have a probability below 1e-5
    long below = IntStream.range(0, 2000).filter(t -> drawn("0.001..0.1 log", t) < 0.01).count();
    assertThat(below).isBetween(900L, 1100L);
    long linear = IntStream.range(0, 2000).filter(t -> drawn("0.001..0.1", t) < 0.01).count();
    assertThat(linear).isBetween(100L, 280L);
  }

  private static double drawn(String range, int turn) {
    return Double.parseDouble(Values.parse(range).at(11, turn));
  }
}
