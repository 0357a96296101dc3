package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.kernels.AllocatedBytes.Call;
import io.millrace.trainer.learner.NegativeSampling;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * That kernels leave nothing for the garbage collector. Code that is not compiled yet does: the
 * interpreter makes an object of every vector. So calls are repeated until a round allocates
 * nothing, which never comes where a kernel itself does.
 */
final class CpuKernelsAllocationTest {
  private static final int MOST_ROUNDS = 2_000;
  private static final int MOST_STARTS = 3;

  @Test
  void shouldAllocateNothingWhenItsCodeIsCompiled() throws Exception {
    assertThat(FreshJvm.succeeds(MOST_STARTS, CpuKernelsAllocationTest.class)).isTrue();
  }

  /** Of a JVM of its own; ends with 1 if a kernel allocates on. */
  public static void main(String[] none) {
    try (Kernels kernels = new CpuKernels(2)) {
      List<Call> calls = calls(new Bench(kernels, 3));
      System.exit(new AllocatedBytes().comeToNothing(MOST_ROUNDS, calls) ? 0 : 1);
    }
  }

  private static List<Call> calls(Bench bench) {
    Kernels kernels = bench.kernels();
    Matrix x = bench.normal(300, 65).matrix();
    Matrix w = bench.normal(65, 130).matrix();
    Matrix wGradient = bench.normal(65, 130).matrix();
    Matrix h = bench.normal(300, 130).matrix();
    Matrix y = bench.normal(300, 130).matrix();
    Matrix g = bench.normal(300, 130).matrix();
    Matrix row = bench.normal(1, 130).matrix();
    Matrix other = bench.normal(1, 130).matrix();
    Matrix lengths = bench.normal(1, 300).matrix();
    BatchNormState state = BatchNormContract.Layer.random(bench, 130).state();
    Floats one = bench.floats(1, 1);
    int[] numbers = new int[301];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    Ints index = bench.ints(numbers);
    RowGradients entries = new RowGradients(index, index, index, kernels.floats(301));
    Runnable inBatch = contrast(bench, NegativeSampling.IN_BATCH);
    Runnable mixed = contrast(bench, NegativeSampling.MIXED);
    return List.of(
        new Call("product", () -> kernels.product(300, 130, 65, 1, x, false, w, false, 0, h)),
        new Call("addBias", () -> kernels.addBias(300, h, row, true)),
        new Call("batchNorm", () -> kernels.batchNorm(300, h, state, 0.9f, 1e-3f, 0.9f, 3, y)),
        new Call(
            "batchNormGradient",
            () -> kernels.batchNormGradient(300, h, state, 0.9f, y, g, row, other)),
        new Call("addBiasGradient", () -> kernels.addBiasGradient(300, y, true, g, row)),
        new Call("scaleShiftRelu", () -> kernels.scaleShiftRelu(300, g, row, other)),
        new Call("unitRows", () -> kernels.unitRows(300, h, y, lengths)),
        new Call("unitRowsGradient", () -> kernels.unitRowsGradient(300, y, lengths, g)),
        new Call("cross", () -> kernels.cross(300, h, y, g, row, g)),
        new Call("crossGradient", () -> kernels.crossGradient(300, h, y, y, g, g, row)),
        new Call(
            "product 2", () -> kernels.product(65, 130, 300, 1, x, true, g, false, 0, wGradient)),
        new Call("gather", () -> kernels.gather(200, h, index, g)),
        new Call("pool", () -> kernels.pool(60, 5, h, index, row, g)),
        new Call("clip", () -> kernels.clip(h.data(), 0, 1000, 1, one, 0)),
        new Call(
            "adam",
            () -> kernels.adam(h.data(), g.data(), y.data(), y.data(), 0, 1000, 0.01f, 3, one, 0)),
        new Call("adamRows", () -> kernels.adamRows(h, g, y, 300, entries, h.data(), 0.01f, 2)),
        new Call("fill", () -> kernels.fill(g.data(), 0, g.data().size(), 0.5f)),
        new Call("fill 2", () -> kernels.fill(h.data(), 0, h.data().size(), 0.5f)),
        new Call("fill 3", () -> kernels.fill(y.data(), 0, y.data().size(), 0.5f)),
        new Call("clamp", () -> kernels.clamp(h.data(), 0, 1000, -1, 1)),
        new Call("contrast, in batch", inBatch),
        new Call("contrast, mixed", mixed));
  }

  private static Runnable contrast(Bench bench, NegativeSampling strategy) {
    ContrastContract.Case c = ContrastContract.Case.random(bench, 300, 170, 20, strategy, 9, 5);
    ContrastBatch batch = c.batch(bench);
    Matrix users = c.users().matrix();
    Matrix items = c.items().matrix();
    Matrix userGradient = c.userGradient().matrix();
    Matrix itemGradient = c.itemGradient().matrix();
    Floats logScale = bench.floats(1);
    Floats results = bench.floats(0, 0);
    Matrix out = bench.normal(300, 2).matrix();
    Matrix labels = bench.normal(1, 300).matrix();
    Matrix gradient = bench.normal(300, 2).matrix();
    return () -> {
      bench
          .kernels()
          .contrast(
              300,
              170,
              users,
              items,
              batch,
              logScale,
              0,
              5,
              userGradient,
              itemGradient,
              results,
              0);
      bench.kernels().headLoss(300, out, labels, labels, 1, 1, 2, gradient, results, 0);
    };
  }
}
