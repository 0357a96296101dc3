package io.millrace.tests.benchmark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StepFlopsTest {
  /**
   * Batch 4, vectors of 2, one feature each, one hidden layer of 3. User tower, 5 inputs of which 4
   * learn: 120 forward, 120 at the weights, 96 at the input; 3 to 2: 3 x 48. Item tower, 3 inputs
   * of which 2 learn: 72, 72, 48; 3 x 48. Logits: 3 x 64.
   */
  @Test
  void shouldCountTheTowersProductsWhenWorkedByHand() {
    TwoTowerSpec spec =
        new TwoTowerSpec(
            2,
            9,
            9,
            1,
            1,
            new float[10],
            List.of(3),
            List.of(3),
            0,
            0,
            1,
            1,
            UserHistory.POOLED,
            0,
            0.1,
            0,
            NegativeSampling.IN_BATCH,
            1,
            1,
            1,
            Map.of());

    assertThat(StepFlops.towers(spec, 4))
        .isEqualTo(120 + 120 + 96 + 144 + 72 + 72 + 48 + 144 + 192);
  }

  /**
   * Batch 5, 3 inputs, two cross layers: 90 forward and 90 at the weights each, 90 at the second's
   * input. Deep 3 to 2: 60, 60; 2 to 4: 3 x 80. Two heads over 3 + 4: 3 x 140.
   */
  @Test
  void shouldCountTheRankersProductsWhenWorkedByHand() {
    RankerSpec spec = new RankerSpec(3, 2, 0, List.of(2, 4), 0.1, 0, 1, 1, 0, 1, 1, Map.of());

    assertThat(StepFlops.ranker(spec, 5)).isEqualTo(5 * 90 + 2 * 60 + 240 + 420);
  }
}
