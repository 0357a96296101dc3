package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricOrderTest {
  private static final List<String> COUNTED =
      List.of(
          "auc",
          "auc random",
          "coverage@5",
          "coverage@10",
          "hr",
          "hr@5",
          "hr@10",
          "hr@20",
          "hr@100",
          "ndcg@05",
          "ndcg@5",
          "ndcg@5 of 10",
          "predictions");

  @Test
  void shouldPutNumbersWithinNamesInTheirOrder() {
    long seed = System.nanoTime();
    List<String> mixed = new ArrayList<>(COUNTED);
    Collections.shuffle(mixed, new Random(seed));
    mixed.sort(new MetricOrder());

    assertThat(mixed).as("seed %d", seed).isEqualTo(COUNTED);
  }

  @Test
  void shouldTakeNoTwoNamesForOne() {
    assertThat(new MetricOrder().compare("hr@5", "hr@5")).isZero();
    assertThat(new MetricOrder().compare("hr@5", "hr@05")).isPositive();
    assertThat(new MetricOrder().compare("hr@99999999999999999999", "hr@100")).isPositive();
  }
}
