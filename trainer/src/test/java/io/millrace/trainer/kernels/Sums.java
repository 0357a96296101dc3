package io.millrace.trainer.kernels;

import java.util.function.IntToDoubleFunction;

/** Sums in double precision. */
final class Sums {
  private Sums() {}

  static double over(int count, IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }
}
