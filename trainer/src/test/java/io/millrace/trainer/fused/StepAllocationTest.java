package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.kernels.AllocatedBytes;
import io.millrace.trainer.kernels.CpuKernels;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * That a step leaves nothing for the garbage collector. Code that is not compiled yet does, so
 * steps are repeated until a round does not.
 */
class StepAllocationTest {
  private static final int MOST_ROUNDS = 5_000;

  @Test
  void shouldAllocateNothingInAStepOfTheTowers() {
    RetrievalBatch batch = Batches.retrieval(64, 25, 1);
    try (CpuKernels kernels = new CpuKernels(2);
        FusedTwoTower towers =
            new FusedTwoTower(
                Batches.towers(0.1, 0.1, 0.001, NegativeSampling.MIXED, Map.of()), kernels)) {
      assertThat(roundsUntil(() -> towers.step(batch))).isLessThan(MOST_ROUNDS);
    }
  }

  @Test
  void shouldAllocateNothingInAStepOfTheRanker() {
    RankingBatch batch = Batches.ranking(64, 1);
    try (CpuKernels kernels = new CpuKernels(2);
        FusedRanker ranker = new FusedRanker(Batches.ranker(2, 0.001, 1, Map.of()), kernels)) {
      assertThat(roundsUntil(() -> ranker.step(batch, null))).isLessThan(MOST_ROUNDS);
    }
  }

  private static int roundsUntil(Runnable step) {
    step.run();
    return new AllocatedBytes().roundsUntil(0, MOST_ROUNDS, step);
  }
}
