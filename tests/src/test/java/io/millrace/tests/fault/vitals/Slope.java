package io.millrace.tests.fault.vitals;

import java.util.Locale;

/**
 * A straight line through values over time, by least squares. The error holds for values that do
 * not depend on each other: of those that come and go in waves it is too small.
 *
 * @param mean of the values
 * @param perHour how much they grow
 * @param error standard error of that
 */
record Slope(double mean, double perHour, double error) {
  /**
   * Fits the line.
   *
   * @param hours when, at least three different times
   * @param values as many
   */
  static Slope of(double[] hours, double[] values) {
    if (hours.length < 3 || hours.length != values.length) {
      throw new IllegalArgumentException(
          "values: must be at least 3, and as many as times (%d), were %d"
              .formatted(hours.length, values.length));
    }
    double time = mean(hours);
    double mean = mean(values);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < hours.length; i++) {
      squares += (hours[i] - time) * (hours[i] - time);
      products += (hours[i] - time) * (values[i] - mean);
    }
    double slope = products / squares;
    double rest = 0;
    for (int i = 0; i < hours.length; i++) {
      double off = values[i] - mean - slope * (hours[i] - time);
      rest += off * off;
    }
    return new Slope(mean, slope, Math.sqrt(rest / (hours.length - 2) / squares));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f, %+.1f +- %.1f an hour", mean, perHour, error);
  }
}
