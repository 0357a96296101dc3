package io.millrace.trainer.fused;

import static io.millrace.trainer.fused.FiniteDifferences.check;
import static io.millrace.trainer.fused.FiniteDifferences.copy;

import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RetrievalBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layer's way back against finite differences of {@code sum weights (.) output}, in doubles.
 */
class LayerGradientTest {
  private static final int N = 9;
  private static final int IN = 5;
  private static final int OUT = 4;

  private final DeviceMemory memory = new DeviceMemory(new DoubleKernels());

  private Matrix random(int rows, int columns, long seed) {
    Matrix m = Matrix.of(memory.floats((long) rows * columns), rows, columns);
    memory.kernels().uploadRows(Batches.floats(rows * columns, seed), 0, m, rows);
    return m;
  }

  private static double dot(Matrix a, Matrix b, int rows) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < a.columns(); c++) {
        sum += DoubleMemory.get(a, r, c) * DoubleMemory.get(b, r, c);
      }
    }
    return sum;
  }

  private void checkParameters(Parameters parameters, java.util.function.DoubleSupplier loss) {
    for (String name : parameters.names()) {
      Matrix weight = parameters.weight(name);
      double[] gradient = copy(parameters.gradient(name), weight.rows());
      check(name, weight, weight.rows(), gradient, loss);
    }
  }

  private static void randomise(Parameters parameters) {
    long seed = 40;
    for (String name : parameters.names()) {
      Matrix weight = parameters.weight(name);
      parameters.set(name, Batches.floats(weight.rows() * weight.columns(), seed++));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoBackThroughADenseLayer(boolean relu) {
    Parameters parameters = new Parameters(memory, Dense.shapes("d", IN, OUT), 0);
    randomise(parameters);
    Dense dense =
        relu
            ? Dense.relu(memory.kernels(), parameters, "d")
            : Dense.linear(memory.kernels(), parameters, "d");
    Matrix x = random(N, IN, 1);
    Matrix y = random(N, OUT, 2);
    Matrix weights = random(N, OUT, 3);
    Matrix gradient = random(N, OUT, 3);
    Matrix atInput = random(N, IN, 4);
    Matrix atFirstTwo = random(N, 2, 4);
    java.util.function.DoubleSupplier loss =
        () -> {
          dense.forward(N, x, y);
          return dot(y, weights, N);
        };
    double _ = loss.getAsDouble();
    dense.backward(N, x, y, gradient);
    dense.backwardInput(N, gradient, 0, atInput);
    dense.backwardInput(N, gradient, 0, atFirstTwo);
    checkParameters(parameters, loss);
    check("x", x, N, copy(atInput, N), loss);
    check("first columns of x", x.columns(0, 2), N, copy(atFirstTwo, N), loss);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4})
  void shouldGoBackThroughNormReluAndDropout(double dropout) {
    Parameters parameters = new Parameters(memory, NormReluDropout.shapes("n", OUT), 0);
    NormReluDropout norm = new NormReluDropout(memory, parameters, "n", OUT, dropout);
    randomise(parameters);
    Matrix x = random(N, OUT, 1);
    Matrix y = random(N, OUT, 2);
    Matrix weights = random(N, OUT, 3);
    Matrix gradient = random(N, OUT, 3);
    java.util.function.DoubleSupplier loss =
        () -> {
          norm.forward(N, x, 99, y);
          return dot(y, weights, N);
        };
    double _ = loss.getAsDouble();
    norm.backward(N, x, y, gradient);
    checkParameters(parameters, loss);
    check("x", x, N, copy(gradient, N), loss);
  }

  @Test
  void shouldGoBackThroughARecurrence() {
    Parameters parameters = new Parameters(memory, Recurrence.shapes("g", IN, OUT), 0);
    Recurrence recurrence = new Recurrence(memory, parameters, "g", 5);
    randomise(parameters);
    recurrence.reserve(N);
    // lengths 4, 3 and 2
    Ints starts = memory.ints(5);
    memory.kernels().upload(new int[] {0, 3, 6, 8, 9}, 0, starts, 0, 5);
    Matrix x = random(N, IN, 1);
    Matrix state = random(N, OUT, 2);
    Matrix weights = random(N, OUT, 3);
    Matrix gradient = random(N, OUT, 3);
    Matrix atInput = random(N, IN, 4);
    java.util.function.DoubleSupplier loss =
        () -> {
          recurrence.forward(N, 4, starts, x, state);
          return dot(state, weights, N);
        };
    double _ = loss.getAsDouble();
    recurrence.backward(N, 4, starts, x, state, gradient, atInput);
    checkParameters(parameters, loss);
    check("x", x, N, copy(atInput, N), loss);
  }

  @Test
  void shouldGoBackThroughUnitVectors() {
    UnitVectors unit = new UnitVectors(memory, OUT);
    unit.reserve(N);
    Matrix x = random(N, OUT, 1);
    Matrix weights = random(N, OUT, 3);
    java.util.function.DoubleSupplier loss =
        () -> {
          unit.forward(N, x);
          return dot(unit.vectors(), weights, N);
        };
    double _ = loss.getAsDouble();
    memory.kernels().uploadRows(Batches.floats(N * OUT, 3), 0, unit.gradient(), N);
    unit.backward(N);
    check("x", x, N, copy(unit.gradient(), N), loss);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldGoBackThroughCrossLayersOfAnyRank(int rank) {
    RankerSpec spec = new RankerSpec(IN, 3, rank, List.of(1), 0, 0, 1, 1, 0, 1, 5, Map.of());
    Parameters parameters = new Parameters(memory, CrossSide.shapes(spec), 0);
    CrossSide cross = new CrossSide(memory, parameters, spec);
    cross.reserve(N);
    Matrix x0 = random(N, IN, 1);
    Matrix out = random(N, IN, 2);
    Matrix weights = random(N, IN, 3);
    Matrix gradient = random(N, IN, 3);
    java.util.function.DoubleSupplier loss =
        () -> {
          cross.forward(N, x0, out);
          return dot(out, weights, N);
        };
    double _ = loss.getAsDouble();
    cross.backward(N, x0, gradient, true);
    double[] atX0 = copy(gradient, N);
    double[] products = copy(cross.x0Gradient(), N);
    for (int i = 0; i < atX0.length; i++) {
      atX0[i] += products[i];
    }
    checkParameters(parameters, loss);
    check("x0", x0, N, atX0, loss);
  }

  @Test
  void shouldGoBackThroughTheDeepSide() {
    RankerSpec spec = new RankerSpec(IN, 1, 0, List.of(6, 4), 0, 0, 1, 1, 0, 1, 5, Map.of());
    Parameters parameters = new Parameters(memory, DeepSide.shapes(spec), 0);
    DeepSide deep = new DeepSide(memory, parameters, spec);
    randomise(parameters);
    deep.reserve(N);
    Matrix x0 = random(N, IN, 1);
    Matrix out = random(N, 4, 2);
    Matrix weights = random(N, 4, 3);
    Matrix gradient = random(N, 4, 3);
    Matrix atX0 = Matrix.of(memory.floats(N * IN), N, IN);
    java.util.function.DoubleSupplier loss =
        () -> {
          deep.forward(N, x0, out);
          return dot(out, weights, N);
        };
    double _ = loss.getAsDouble();
    deep.backward(N, x0, out, gradient, atX0, true);
    checkParameters(parameters, loss);
    check("x0", x0, N, copy(atX0, N), loss);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoBackThroughTheContrast(NegativeSampling strategy) {
    Parameters parameters = new Parameters(memory, List.of(Contrast.LOG_SCALE), 0);
    parameters.set(Contrast.LOG_SCALE.name(), new float[] {1});
    Contrast contrast =
        new Contrast(memory, parameters, Batches.towers(0, 0, 0, strategy, Map.of()));
    int pool = 11;
    RetrievalBatch batch = Batches.retrieval(N, pool, 3);
    contrast.upload(batch);
    Matrix users = random(N, OUT, 1);
    Matrix items = random(pool, OUT, 2);
    Matrix atUsers = random(N, OUT, 3);
    Matrix atItems = random(pool, OUT, 4);
    java.util.function.DoubleSupplier loss =
        () -> {
          contrast.apply(N, pool, users, items, batch.seed(), atUsers, atItems);
          Matrix logScale = parameters.weight(Contrast.LOG_SCALE.name());
          return DoubleMemory.valuesOf(parameters.reports())[(int) logScale.offset() - 1];
        };
    double _ = loss.getAsDouble();
    double[] userGradient = copy(atUsers, N);
    double[] itemGradient = copy(atItems, pool);
    checkParameters(parameters, loss);
    check("users", users, N, userGradient, loss);
    check("items", items, pool, itemGradient, loss);
  }

  @Test
  void shouldGoBackThroughTheHeads() {
    RankerSpec spec = Batches.ranker(0, 0, 0, Map.of());
    Parameters parameters = new Parameters(memory, Heads.shapes(IN), 0);
    Heads heads = new Heads(memory, parameters, spec);
    heads.reserve(N);
    heads.upload(Batches.ranking(N, 6));
    Matrix joined = random(N, IN, 1);
    Matrix atJoined = random(N, IN, 2);
    java.util.function.DoubleSupplier loss =
        () -> {
          heads.forward(N, joined);
          heads.backward(N, joined, atJoined);
          double[] reports = DoubleMemory.valuesOf(parameters.reports());
          // of nine rows three are rated; eight have a click label, two of those are clicks
          return 0.7 * reports[0] / 3 + 0.3 * reports[1] / (6 + 4 * 2) + 0.6 * reports[2] / 2;
        };
    double _ = loss.getAsDouble();
    double[] gradient = copy(atJoined, N);
    checkParameters(parameters, loss);
    check("joined", joined, N, gradient, loss);
  }

  @Test
  void shouldGoBackThroughATableAndItsBags() {
    LearnedTable table = new LearnedTable(memory, "t", 8, OUT, 1, Map.of());
    Ints index = memory.ints(6);
    int[] bags = {1, 0, 3, 3, 5, 0};
    memory.kernels().upload(bags, 0, index, 0, 6);
    Matrix weights = random(1, 2, 9);
    memory.kernels().uploadRows(new float[] {1, 0.5f}, 0, weights, 1);
    Matrix out = random(3, OUT, 2);
    Matrix gradient = random(3, OUT, 3);
    java.util.function.DoubleSupplier loss =
        () -> {
          table.pool(3, index, weights, out);
          return dot(out, gradient, 3);
        };
    // bag {1, none}: all of row 1; {3, 3}: all of row 3, in two parts; {5, none}: all of row 5
    table.entries().start(4);
    table.entries().add(1, 0, 1);
    table.entries().add(3, OUT, 2f / 3);
    table.entries().add(3, OUT, 1f / 3);
    table.entries().add(5, 2 * OUT, 1);
    table.update(gradient.data(), 0, 1);
    double[] expected = copy(table.firstMoment(), 8);
    for (int i = 0; i < expected.length; i++) {
      expected[i] /= 0.1;
    }
    check("table", table.values(), 8, expected, loss);
  }

  @Test
  void shouldHoldShapesApart() {
    Parameters parameters =
        new Parameters(memory, List.of(new Shape("a", 1, 3), new Shape("b", 2, 2)), 0);
    parameters.set("a", new float[] {1, 2, 3});
    parameters.set("b", new float[] {4, 5, 6, 7});
    org.assertj.core.api.Assertions.assertThat(parameters.values("a")).containsExactly(1, 2, 3);
    org.assertj.core.api.Assertions.assertThat(parameters.values("b")).containsExactly(4, 5, 6, 7);
  }
}
