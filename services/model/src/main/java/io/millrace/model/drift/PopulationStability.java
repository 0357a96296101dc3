package io.millrace.model.drift;

/**
 * The population stability index: how far a distribution over bins has moved from a reference.
 *
 * <pre>PSI = sum over bins of (c - r) ln(c / r)</pre>
 *
 * where r and c are the reference's and the current share of a bin: the sum of the two
 * Kullback-Leibler divergences between them (Jeffreys 1946), at least 0, and 0 where they are
 * equal. By custom less than 0.1 is called stable, more than 0.25 a shift (Siddiqi, Credit Risk
 * Scorecards, 2006). Of N and M values from one distribution over B bins it is (B - 1)(1/N + 1/M)
 * on average (Yurdakul 2018), so windows of thousands tell noise from shift.
 */
public final class PopulationStability {
  /** Added to the count of each bin, so that an empty one does not make the index infinite. */
  private static final double PRIOR = 0.5;

  private PopulationStability() {}

  /**
   * The index of counts.
   *
   * @param reference how many values lie in each bin, at least 0
   * @param current the same bins
   */
  public static double index(long[] reference, long[] current) {
    if (reference.length != current.length || reference.length == 0) {
      throw new IllegalArgumentException(
          "current: must have as many bins as reference, at least 1, has %d of %d"
              .formatted(current.length, reference.length));
    }
    double referenceTotal = total(reference);
    double currentTotal = total(current);
    double index = 0;
    for (int i = 0; i < reference.length; i++) {
      double r = (reference[i] + PRIOR) / referenceTotal;
      double c = (current[i] + PRIOR) / currentTotal;
      index += (c - r) * Math.log(c / r);
    }
    return index;
  }

  private static double total(long[] counts) {
    double total = PRIOR * counts.length;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
