package io.millrace.recommend.access;

/**
 * How often something may happen.
 *
 * @param perSecond how often in the long run, above 0
 * @param burst how often at once, at least 1
 */
public record Rate(double perSecond, int burst) {
  public Rate {
    if (!(perSecond > 0 && perSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "requests_per_second: must be above 0 and at most 1000000, was " + perSecond);
    }
    if (burst < 1 || burst > 10_000_000) {
      throw new IllegalArgumentException("burst: must be 1 to 10000000, was " + burst);
    }
  }
}
