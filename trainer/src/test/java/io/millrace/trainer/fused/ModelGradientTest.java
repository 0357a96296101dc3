package io.millrace.trainer.fused;

import static io.millrace.trainer.fused.FiniteDifferences.check;
import static io.millrace.trainer.fused.FiniteDifferences.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of both models against finite differences, in doubles: with a learning rate of 0 a step
 * leaves its gradients and changes nothing.
 */
class ModelGradientTest {
  private static final int N = 13;
  private static final int POOL = 11;

  @ParameterizedTest
  @EnumSource
  void shouldGoBackThroughTheTowers(NegativeSampling strategy) {
    FusedTwoTower towers =
        new FusedTwoTower(Batches.towers(0, 0.2, 0, strategy, Map.of()), new DoubleKernels());
    RetrievalBatch batch = Batches.retrieval(N, POOL, 21);
    DoubleSupplier loss = () -> loss(towers, batch);
    double _ = loss.getAsDouble();
    List<LearnedTable> tables = List.of(towers.userTable(), towers.itemTable());
    List<double[]> tableGradients = tables.stream().map(ModelGradientTest::gradient).toList();
    checkParameters(towers.parameters(), loss);
    for (int t = 0; t < tables.size(); t++) {
      Matrix values = tables.get(t).values();
      check("table " + t, values, values.rows(), tableGradients.get(t), loss);
    }
  }

  @Test
  void shouldGoBackThroughTheTowersWhenHistoriesAreSequences() {
    TwoTowerSpec spec =
        Batches.towers(UserHistory.SEQUENCE, 0, 0.2, 0, NegativeSampling.IN_BATCH, Map.of());
    FusedTwoTower towers = new FusedTwoTower(spec, new DoubleKernels());
    RetrievalBatch batch = Batches.sequences(POOL, 24);
    DoubleSupplier loss = () -> loss(towers, batch);
    double _ = loss.getAsDouble();
    double[] items = gradient(towers.itemTable());
    checkParameters(towers.parameters(), loss);
    Matrix values = towers.itemTable().values();
    check("item table", values, values.rows(), items, loss);
  }

  /** The first step's moment is a tenth of the gradient. */
  private static double[] gradient(LearnedTable table) {
    double[] moment = copy(table.firstMoment(), table.rows());
    for (int i = 0; i < moment.length; i++) {
      moment[i] /= 0.1;
    }
    return moment;
  }

  private static double loss(FusedTwoTower towers, RetrievalBatch batch) {
    towers.step(batch);
    Parameters parameters = towers.parameters();
    long at = parameters.weight(Contrast.LOG_SCALE.name()).offset() - 1;
    return DoubleMemory.valuesOf(parameters.reports())[(int) at];
  }

  private static void checkParameters(Parameters parameters, DoubleSupplier loss) {
    Map<String, double[]> gradients = new HashMap<>();
    for (String name : parameters.names()) {
      Matrix gradient = parameters.gradient(name);
      gradients.put(name, copy(gradient, gradient.rows()));
    }
    gradients.forEach(
        (name, gradient) -> {
          Matrix weight = parameters.weight(name);
          check(name, weight, weight.rows(), gradient, loss);
        });
  }

  /** A further loss c . u_3 + d . i_5 must count as if it were part of the loss. */
  @Test
  void shouldAddAFurtherLossOnTheUnitVectors() {
    FusedTwoTower towers =
        new FusedTwoTower(
            Batches.towers(0, 0, 0, NegativeSampling.IN_BATCH, Map.of()), new DoubleKernels());
    RetrievalBatch batch = Batches.retrieval(N, POOL, 22);
    float[] c = Batches.floats(Batches.DIM, 1);
    float[] d = Batches.floats(Batches.DIM, 2);
    double[] further = new double[1];
    DoubleSupplier loss =
        () -> {
          towers.step(
              batch,
              (users, items, atUsers, atItems) -> {
                further[0] = 0;
                for (int k = 0; k < Batches.DIM; k++) {
                  further[0] += (double) c[k] * users[3 * Batches.DIM + k];
                  further[0] += (double) d[k] * items[5 * Batches.DIM + k];
                  atUsers[3 * Batches.DIM + k] += c[k];
                  atItems[5 * Batches.DIM + k] += d[k];
                }
              });
          Parameters parameters = towers.parameters();
          long at = parameters.weight(Contrast.LOG_SCALE.name()).offset() - 1;
          return DoubleMemory.valuesOf(parameters.reports())[(int) at] + further[0];
        };
    double _ = loss.getAsDouble();
    Parameters parameters = towers.parameters();
    for (String name : List.of("user.1.W", "item.2.b")) {
      Matrix weight = parameters.weight(name);
      double[] gradient = copy(parameters.gradient(name), weight.rows());
      // vectors and gradients pass through floats here: some 3e-7, over a step of 6e-4
      checkCoarsely(weight, gradient, loss);
    }
  }

  private static void checkCoarsely(Matrix weight, double[] gradient, DoubleSupplier loss) {
    double h = 3e-4;
    for (int i = 0; i < gradient.length; i++) {
      int row = i / weight.columns();
      int column = i % weight.columns();
      double was = DoubleMemory.get(weight, row, column);
      DoubleMemory.set(weight, row, column, was + h);
      double up = loss.getAsDouble();
      DoubleMemory.set(weight, row, column, was - h);
      double down = loss.getAsDouble();
      DoubleMemory.set(weight, row, column, was);
      assertThat(gradient[i]).isCloseTo((up - down) / (2 * h), within(2e-3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldGoBackThroughTheRanker(int rank) {
    FusedRanker ranker = new FusedRanker(Batches.ranker(rank, 0, 0, Map.of()), new DoubleKernels());
    RankingBatch batch = Batches.ranking(N, 23);
    float[] atInput = new float[N * Batches.INPUT_WIDTH];
    // 13 rows: rated 0 3 6 9 12, of which 0 and 12 have no click label
    DoubleSupplier loss =
        () -> {
          RankingLoss told = ranker.step(batch, atInput);
          double[] reports = DoubleMemory.valuesOf(ranker.parameters().reports());
          double rating = reports[0] / 5;
          double click = reports[1] / (8 + 4 * 3);
          assertThat(told.rating()).isCloseTo(rating, within(1e-6));
          double list = reports[2] / 3;
          assertThat(told.click()).isCloseTo(click, within(1e-6));
          assertThat(told.list()).isCloseTo(list, within(1e-6));
          return 0.7 * rating + 0.3 * click + 0.6 * list;
        };
    double _ = loss.getAsDouble();
    checkParameters(ranker.parameters(), loss);
    double _ = loss.getAsDouble();
    checkInput(batch, atInput.clone(), loss);
  }

  /** The input is of floats: steps of 1e-3, rounding 1e-7 of it. */
  private static void checkInput(RankingBatch batch, float[] gradient, DoubleSupplier loss) {
    for (int i = 0; i < gradient.length; i++) {
      float was = batch.input()[i];
      float above = was + 1e-3f;
      float below = was - 1e-3f;
      batch.input()[i] = above;
      double up = loss.getAsDouble();
      batch.input()[i] = below;
      double down = loss.getAsDouble();
      batch.input()[i] = was;
      double slope = (up - down) / ((double) above - below);
      assertThat((double) gradient[i]).isCloseTo(slope, within(1e-4));
    }
  }
}
