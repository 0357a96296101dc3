package io.millrace.model.experiment;

/**
 * What was counted of an arm.
 *
 * @param share of the experiment's users that it is given, above 0
 * @param users shown a list at least once
 * @param converted of these: who did what is measured, at least once
 */
public record ArmCount(double share, long users, long converted) {
  private static final MixtureTest FLAT = new MixtureTest(1, 1);

  public ArmCount {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: must be above 0 and at most 1, was " + share);
    }
    if (users < 0 || converted < 0) {
      throw new IllegalArgumentException(
          "users, converted: must be at least 0, were %d, %d".formatted(users, converted));
    }
  }

  /**
   * Share of the users who converted so far, with an interval for what chance alone does to it. It
   * is no forecast, and no arms are to be compared by it: users who were shown their first list a
   * moment ago count in full, and may yet convert. {@link Comparison} needs no such users and holds
   * whenever one looks.
   */
  public Estimate rate(double alpha) {
    long tosses = Math.max(users, converted);
    MixtureTest.Range range = FLAT.range(alpha, converted, tosses);
    double rate = tosses == 0 ? 0 : (double) converted / tosses;
    return new Estimate(rate, range.low(), range.high());
  }
}
