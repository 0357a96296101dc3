package io.millrace.trainer.dl4j;

/** One learned number, updated by Adam within bounds. */
final class ScalarAdam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private double value;
  private double first;
  private double second;
  private int step;

  ScalarAdam(double value) {
    this.value = value;
  }

  double value() {
    return value;
  }

  void update(double gradient, double rate, double least, double greatest) {
    step++;
    first = BETA1 * first + (1 - BETA1) * gradient;
    second = BETA2 * second + (1 - BETA2) * gradient * gradient;
    double m = first / (1 - Math.pow(BETA1, step));
    double v = second / (1 - Math.pow(BETA2, step));
    value = Math.clamp(value - rate * m / (Math.sqrt(v) + 1e-8), least, greatest);
  }
}
