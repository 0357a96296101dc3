package io.millrace.tests.benchmark.training;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Times single steps after warm-up, and counts what they allocate on the heap.
 *
 * <p>Confined to the thread that steps.
 */
final class StepTimer {
  private static final int LEAST_WARM_UP = 5;

  private final Duration warmUp;
  private final int steps;

  /**
   * A timer.
   *
   * @param warmUp how long steps are made before any is timed, at least five of them
   * @param steps that are timed, at least 1
   */
  StepTimer(Duration warmUp, int steps) {
    this.warmUp = warmUp;
    this.steps = steps;
  }

  /**
   * What was found.
   *
   * @param secondsPerStep median
   * @param allocatedBytesPerStep mean, over all threads
   */
  record Result(double secondsPerStep, long allocatedBytesPerStep) {}

  /**
   * Makes steps.
   *
   * @param step takes the step's number, gives its loss
   */
  Result time(IntToDoubleFunction step) {
    int made = warmUp(step);
    long[] nanos = new long[steps];
    HeapAllocations allocations = new HeapAllocations();
    long before = allocations.bytes();
    long cost = allocations.bytes() - before;
    before = allocations.bytes();
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      double loss = step.applyAsDouble(made + i);
      nanos[i] = System.nanoTime() - start;
      requireFinite(loss);
    }
    long allocated = Math.max(0, allocations.bytes() - before - cost);
    Arrays.sort(nanos);
    return new Result(nanos[steps / 2] / 1e9, allocated / steps);
  }

  private int warmUp(IntToDoubleFunction step) {
    long end = System.nanoTime() + warmUp.toNanos();
    int made = 0;
    while (made < LEAST_WARM_UP || System.nanoTime() < end) {
      requireFinite(step.applyAsDouble(made++));
    }
    return made;
  }

  private static void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("loss: must be finite, was " + loss);
    }
  }
}
