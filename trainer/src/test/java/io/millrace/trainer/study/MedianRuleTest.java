package io.millrace.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-worked: up to epoch 2 the five are on average 0.1, 0.2, 0.3, 0.4 and 0.5. */
class MedianRuleTest {
  private static final List<List<Double>> FIVE =
      List.of(
          List.of(0.05, 0.15, 0.9),
          List.of(0.25, 0.15),
          List.of(0.3), // ended after one epoch: what it has counts
          List.of(0.4, 0.4, 0.0),
          List.of(0.5, 0.5));

  @Test
  void shouldStopWhenTheBestSoFarIsBelowTheMedianOfTheMeansSoFar() {
    assertThat(MedianRule.stops(FIVE, List.of(0.1, 0.29))).isTrue();
    assertThat(MedianRule.stops(FIVE, List.of(0.29, 0.1))).isTrue();
  }

  @Test
  void shouldGoOnWhenTheBestSoFarIsTheMedianOrAboveIt() {
    assertThat(MedianRule.stops(FIVE, List.of(0.1, 0.3))).isFalse();
    assertThat(MedianRule.stops(FIVE, List.of(0.35, 0.1))).isFalse();
  }

  @Test
  void shouldTakeTheMiddleOfTheTwoMiddleOnesWhenThereAreSix() {
    // after one epoch: 0.05, 0.25, 0.3, 0.4, 0.5, 0.6; the median is 0.35
    List<List<Double>> six = new ArrayList<>(FIVE);
    six.add(List.of(0.6));
    assertThat(MedianRule.stops(six, List.of(0.34))).isTrue();
    assertThat(MedianRule.stops(six, List.of(0.36))).isFalse();
  }

  @Test
  void shouldNotJudgeByFewerThanFive() {
    assertThat(MedianRule.stops(FIVE.subList(0, 4), List.of(0.0))).isFalse();
    List<List<Double>> oneSilent = new ArrayList<>(FIVE.subList(0, 4));
    oneSilent.add(List.of());
    assertThat(MedianRule.stops(oneSilent, List.of(0.0))).isFalse();
    assertThat(MedianRule.stops(FIVE, List.of())).isFalse();
  }
}
