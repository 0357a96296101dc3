package io.millrace.tests.benchmark.training;

import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.List;

/**
 * Floating-point operations of a step's matrix products, forward and back; whatever else a step
 * does (normalisation, softmax, Adam, gathering) counts as nothing, so that the share of the sgemm
 * limit says how much of the time is left for it.
 *
 * <p>A product of [m, k] and [k, n] is 2 m k n. A dense layer from k to n on m rows makes one
 * forward, one for the gradient at its weights and one for the gradient at its input: 6 m k n; at
 * the first layer the gradient is counted only at those inputs that learn. With B examples, a pool
 * of P, vectors of d, e learning inputs of i in all, and hidden layers h1, ..., hn:
 *
 * <pre>
 *   tower(m, i, e) = 2 m h1 (2 i + e) + 6 m (h1 h2 + ... + hn d)
 *   towers         = tower(B, 2 d + user features, 2 d) + tower(P, d + item features, d) + 6 B P d
 *   ranker         = 2 B (3 L - 1) i i + 2 B h1 (2 i) + 6 B (h1 h2 + ...) + 6 B (i + hn) 2
 * </pre>
 *
 * <p>with L cross layers over i inputs, and two heads.
 */
public final class StepFlops {
  private static final int HEADS = 2;

  private StepFlops() {}

  /** Of a step of the towers with as many items in the pool as examples in the batch. */
  public static double towers(TwoTowerSpec spec, int batch) {
    int dim = spec.dim();
    double user = tower(batch, spec.userDims(), 2 * dim + spec.userWidth(), 2 * dim, dim);
    double item = tower(batch, spec.itemDims(), dim + spec.itemWidth(), dim, dim);
    return user + item + 3 * product(batch, dim, batch);
  }

  private static double tower(int rows, List<Integer> hidden, int inputs, int learning, int dim) {
    double first = product(rows, 2 * inputs + learning, hidden.getFirst());
    return first + dense(rows, hidden) + 3 * product(rows, hidden.getLast(), dim);
  }

  /** Of a step of the ranker that nobody asks for the gradient at its input. */
  public static double ranker(RankerSpec spec, int batch) {
    int inputs = spec.inputWidth();
    List<Integer> deep = spec.deepDims();
    double cross = (3.0 * spec.crossLayers() - 1) * product(batch, inputs, inputs);
    double first = 2 * product(batch, inputs, deep.getFirst());
    double heads = 3 * product(batch, inputs + deep.getLast(), HEADS);
    return cross + first + dense(batch, deep) + heads;
  }

  private static double dense(int rows, List<Integer> widths) {
    double sum = 0;
    for (int layer = 1; layer < widths.size(); layer++) {
      sum += 3 * product(rows, widths.get(layer - 1), widths.get(layer));
    }
    return sum;
  }

  private static double product(int m, int k, int n) {
    return 2.0 * m * k * n;
  }
}
