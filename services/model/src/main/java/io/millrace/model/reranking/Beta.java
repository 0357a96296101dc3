package io.millrace.model.reranking;

import java.util.random.RandomGenerator;

/** Draws from the beta distribution. Stateless. */
final class Beta {
  private Beta() {}

  /**
   * One draw, as the share of one gamma draw in two.
   *
   * @param a at least 1
   * @param b at least 1
   */
  static double draw(double a, double b, RandomGenerator random) {
    double x = gamma(a, random);
    return x / (x + gamma(b, random));
  }

  /** From gamma(shape, 1), shape at least 1, by Marsaglia and Tsang (2000). */
  private static double gamma(double shape, RandomGenerator random) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      double u = 1 - random.nextDouble();
      if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
