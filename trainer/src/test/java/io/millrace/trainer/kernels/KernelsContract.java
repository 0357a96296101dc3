package io.millrace.trainer.kernels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * What every implementation of {@link Kernels} has to do: each kernel against plain arithmetic in
 * double precision that is written out in the test, on random shapes with odd sizes, size 1, no
 * rows at all and views of wider memory. Outputs hold not-a-numbers before the call.
 *
 * <p>Tolerances are counted in roundings to a float, 2^-24 of the terms' magnitude: a sum of n
 * terms is within n + a few of them in any order (Higham 2002, section 3.1).
 *
 * <p>The seed is printed; {@code -Dmillrace.kernels.seed} takes it back.
 */
abstract class KernelsContract
    implements MemoryContract,
        ProductContract,
        DenseContract,
        BatchNormContract,
        VectorContract,
        RecurrenceContract,
        TableContract,
        ContrastContract,
        HeadLossContract,
        OptimiserContract,
        RepetitionContract {
  private Bench bench;

  /** New kernels. */
  abstract Kernels open();

  @BeforeEach
  void openBench(TestInfo test) {
    long seed = Long.getLong("millrace.kernels.seed", System.nanoTime());
    System.out.println(test.getDisplayName() + ": millrace.kernels.seed=" + seed);
    bench = new Bench(open(), seed);
  }

  @AfterEach
  void closeBench() {
    bench.kernels().close();
  }

  @Override
  public Kernels another() {
    return open();
  }

  @Override
  public Bench bench() {
    return bench;
  }
}
