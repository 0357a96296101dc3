package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.kernels.AllocatedBytes;
import io.millrace.trainer.kernels.CpuKernels;
import io.millrace.trainer.kernels.FreshJvm;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That a step leaves nothing for the garbage collector. Code that is not compiled yet does, so
 * steps are repeated until a round does not.
 */
final class StepAllocationTest {
  private static final int MOST_ROUNDS = 5_000;
  private static final int MOST_STARTS = 3;

  @ParameterizedTest
  @ValueSource(strings = {"towers", "ranker"})
  void shouldAllocateNothingInAStep(String model) throws Exception {
    assertThat(FreshJvm.succeeds(MOST_STARTS, StepAllocationTest.class, model)).isTrue();
  }

  /** Of a JVM of its own: the model whose steps are repeated; ends with 1 if it allocates on. */
  public static void main(String[] model) {
    boolean nothing = model[0].equals("towers") ? ofTowers() : ofRanker();
    System.exit(nothing ? 0 : 1);
  }

  private static boolean ofTowers() {
    RetrievalBatch batch = Batches.retrieval(64, 25, 1);
    try (CpuKernels kernels = new CpuKernels(2);
        FusedTwoTower towers =
            new FusedTwoTower(
                Batches.towers(0.1, 0.1, 0.001, NegativeSampling.MIXED, Map.of()), kernels)) {
      return comesToNothing("a step of the towers", () -> towers.step(batch));
    }
  }

  private static boolean ofRanker() {
    RankingBatch batch = Batches.ranking(64, 1);
    try (CpuKernels kernels = new CpuKernels(2);
        FusedRanker ranker = new FusedRanker(Batches.ranker(2, 0.001, 1, Map.of()), kernels)) {
      return comesToNothing("a step of the ranker", () -> ranker.step(batch, null));
    }
  }

  private static boolean comesToNothing(String name, Runnable step) {
    step.run();
    return new AllocatedBytes()
        .comeToNothing(MOST_ROUNDS, List.of(new AllocatedBytes.Call(name, step)));
  }
}
