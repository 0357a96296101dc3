package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.learner.NegativeSampling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Same calls, same bits. */
interface RepetitionContract extends OnKernels {
  /** New kernels with as many threads. */
  Kernels another();

  @Test
  default void shouldGiveTheSameBitsWhenCallsAreRepeated() {
    long seed = bench().random().nextLong();
    List<float[]> first = calls(new Bench(bench().kernels(), seed));

    for (int i = 0; i < 5; i++) {
      assertSame(calls(new Bench(bench().kernels(), seed)), first);
    }
    try (Kernels other = another()) {
      assertSame(calls(new Bench(other, seed)), first);
    }
  }

  private static void assertSame(List<float[]> found, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).as("result " + i).isEqualTo(expected.get(i));
    }
  }

  private static List<float[]> calls(Bench bench) {
    Kernels kernels = bench.kernels();
    List<float[]> results = new ArrayList<>();
    Cells x = bench.normal(300, 65);
    Cells w = bench.normal(65, 130);
    Cells product = bench.poisoned(300, 130);
    kernels.product(300, 130, 65, 1, x.matrix(), false, w.matrix(), false, 0, product.matrix());
    results.add(product.now());
    BatchNormContract.Layer layer = BatchNormContract.Layer.random(bench, 130);
    Cells y = bench.poisoned(300, 130);
    kernels.batchNorm(300, product.matrix(), layer.state(), 0.9f, 1e-3f, 0.8f, 3, y.matrix());
    results.add(y.now());
    Cells gradient = bench.normal(300, 130);
    Cells gamma = bench.poisoned(1, 130);
    Cells beta = bench.poisoned(1, 130);
    kernels.batchNormGradient(
        300,
        product.matrix(),
        layer.state(),
        0.8f,
        y.matrix(),
        gradient.matrix(),
        gamma.matrix(),
        beta.matrix());
    results.add(gradient.now());
    results.add(gamma.now());
    Cells weights = bench.poisoned(65, 130);
    kernels.product(
        65, 130, 300, 1, x.matrix(), true, gradient.matrix(), false, 0, weights.matrix());
    results.add(weights.now());
    for (NegativeSampling strategy : NegativeSampling.values()) {
      ContrastContract.Case drawn =
          ContrastContract.Case.random(bench, 300, 170, 20, strategy, 9, 5);
      drawn.run(bench, 11);
      results.add(drawn.userGradient().now());
      results.add(drawn.itemGradient().now());
      results.add(bench.read(drawn.results()));
    }
    return results;
  }
}
