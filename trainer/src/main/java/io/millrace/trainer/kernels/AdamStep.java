package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;

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
   * Added to a moment and taken off again, which rounds it to a multiple of 8e-31: far too little
   * to move a weight, far above what is subnormal. Left alone, the moment of a weight that no
   * gradient reaches any more would become subnormal after some 800 steps, and stay so: 0.9 times
   * the least float is the least float again. Processors take many times as long over such numbers.
   */
  private static final float SETTLES = 1e-23f;

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
    return moment.add(SETTLES).sub(SETTLES);
  }

  FloatVector weight(FloatVector weight, FloatVector first, FloatVector second) {
    return weight.sub(first.mul(rate).div(second.sqrt().add(EPSILON)));
  }
}
