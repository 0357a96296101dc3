package io.millrace.trainer.evaluation;

import java.util.Arrays;

/**
 * What some measurements of one thing come to.
 *
 * @param mean NaN of none
 * @param deviation sample standard deviation, {@code sqrt(sum (x - mean)^2 / (n - 1))}; NaN of
 *     fewer than two
 */
public record Spread(double mean, double deviation) {
  /** Of these. */
  public static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new Spread(mean, deviation);
  }
}
