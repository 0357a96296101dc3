package io.millrace.model.experiment;

/** The logarithm of the gamma function, by Stirling's series; right to some 12 digits. */
final class LogGamma {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double LARGE = 10;

  private LogGamma() {}

  /** Of a value above 0. */
  static double of(double x) {
    double shift = 0;
    double z = x;
    while (z < LARGE) {
      shift += Math.log(z);
      z += 1;
    }
    double inverse = 1 / z;
    double square = inverse * inverse;
    double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + series - shift;
  }

  /** The logarithm of the beta function. */
  static double beta(double a, double b) {
    return of(a) + of(b) - of(a + b);
  }
}
