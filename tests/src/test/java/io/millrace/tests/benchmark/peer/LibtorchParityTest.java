package io.millrace.tests.benchmark.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import io.millrace.tests.benchmark.training.BenchmarkSpecs;
import io.millrace.tests.benchmark.training.RowDraw;
import io.millrace.tests.benchmark.training.SyntheticBatches;
import io.millrace.trainer.dl4j.Dl4jEngine;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The peer does the step that the engines do: from the same weights on the same batches it has the
 * losses of dl4j, without dropout. Dense Adam moves rows that a batch does not touch and lazy Adam
 * does not, so the towers' batches here touch the whole of both tables.
 */
final class LibtorchParityTest {
  private static final int ROWS = 64;
  private static final int STEPS = 6;
  private static final double TOLERANCE = 2e-3;

  @Test
  void shouldHaveTheTowersLossesOfDl4jWhenStartedAlike() {
    TwoTowerSpec fresh = BenchmarkSpecs.small(ROWS, Map.of());
    List<RetrievalBatch> batches =
        SyntheticBatches.retrieval(fresh, ROWS, STEPS, RowDraw.UNIFORM, 3);
    Map<String, Tensor> weights = new HashMap<>();
    try (Engine dl4j = new Dl4jEngine("cpu", 1);
        TwoTowerLearner learner = dl4j.towers(fresh)) {
      weights.putAll(byName(learner.export()));
    }
    TwoTowerSpec spec = BenchmarkSpecs.small(ROWS, weights);

    double[] expected = towerLosses(new Dl4jEngine("cpu", 1), spec, batches);
    double[] peer = towerLosses(new LibtorchEngine(1), spec, batches);

    assertThat(peer).containsExactly(expected, within(TOLERANCE));
    assertThat(expected[STEPS - 1]).isLessThan(expected[0]);
  }

  @Test
  void shouldHaveTheRankersLossesOfDl4jWhenStartedAlike() {
    RankerSpec fresh = BenchmarkSpecs.ranker(Map.of());
    List<RankingBatch> batches = SyntheticBatches.ranking(fresh, 64, STEPS, 3);
    Map<String, Tensor> weights = new HashMap<>();
    try (Engine dl4j = new Dl4jEngine("cpu", 1);
        RankerLearner learner = dl4j.ranker(fresh)) {
      weights.putAll(byName(learner.export()));
    }
    RankerSpec spec = BenchmarkSpecs.ranker(weights);

    double[] expected = rankerLosses(new Dl4jEngine("cpu", 1), spec, batches);
    double[] peer = rankerLosses(new LibtorchEngine(1), spec, batches);

    assertThat(peer).containsExactly(expected, within(TOLERANCE));
  }

  private static Map<String, Tensor> byName(List<Tensor> tensors) {
    return tensors.stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
  }

  private static double[] towerLosses(
      Engine engine, TwoTowerSpec spec, List<RetrievalBatch> batches) {
    try (engine;
        TwoTowerLearner learner = engine.towers(spec)) {
      return batches.stream().mapToDouble(learner::step).toArray();
    }
  }

  private static double[] rankerLosses(Engine engine, RankerSpec spec, List<RankingBatch> batches) {
    try (engine;
        RankerLearner learner = engine.ranker(spec)) {
      return batches.stream().mapToDouble(batch -> learner.step(batch, null).total()).toArray();
    }
  }
}
