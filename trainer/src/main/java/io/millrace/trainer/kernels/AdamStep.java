package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The arithmetic of a step of Adam (Kingma and Ba 2015) on a vector of weights, in the order of the
 * paper's section 2 that takes both corrections into the rate.
 */
final class AdamStep {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;

  /** Written out: 1 - 0.999f is off by 5e-5 of itself. */
  private static final float REST1 = 0.1f;

  private static final float REST2 = 0.001f;
  private static final float EPSILON = 1e-8f;

  /**
   * A moment below it is taken for zero. It moves no weight, and left alone it would become
   * subnormal, and stay: 0.9 times the least float is the least float again. A weight that no
   * gradient reaches any more gets there after some 800 steps, and processors take a hundred times
   * as long over such numbers.
   */
  private static final float LEAST = 1e-30f;

  private float rate;

  /** Rate and number of the step, from 1. */
  void of(float uncorrected, int step) {
    if (step < 1) {
      throw new IllegalArgumentException("step: expected at least 1, found " + step);
    }
    rate = (float) (uncorrected * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step)));
  }

  static FloatVector first(FloatVector first, FloatVector gradient) {
    return settled(gradient.mul(REST1).add(first.mul(BETA1)));
  }

  static FloatVector second(FloatVector second, FloatVector gradient) {
    return settled(gradient.mul(gradient).mul(REST2).add(second.mul(BETA2)));
  }

  private static FloatVector settled(FloatVector moment) {
    return moment.blend(0f, moment.abs().compare(VectorOperators.LT, LEAST));
  }

  FloatVector weight(FloatVector weight, FloatVector first, FloatVector second) {
    return weight.sub(first.mul(rate).div(second.sqrt().add(EPSILON)));
  }
}
