package io.millrace.tests.benchmark.encoder;

import java.util.Arrays;

/**
 * Mean of several seeds, and their standard deviation; 0 of one.
 *
 * @param deviation of the sample, n - 1
 */
record Spread(double mean, double deviation) {
  static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)));
  }
}
