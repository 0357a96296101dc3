package io.millrace.model.experiment;

/**
 * An arm against the first one, by who converts: whose arm is each conversion of? If the arms make
 * no difference, the user's arm was drawn without regard to it: each is a toss of a coin that shows
 * the arm with chance {@code share / (share + first's share)}, whenever users come, however long
 * they take and whatever else moves everybody. So the test is exact, for every number of looks, and
 * needs no approximation (M. Lindon, A. Malek, <i>Anytime-Valid Inference for Multinomial Count
 * Data</i>, NeurIPS 2022).
 *
 * <p>The odds of the coin, over those of the shares, are the ratio of the rates at which users of
 * the two arms convert; of it the interval is. It is exact as long as few of the users have
 * converted, and drawn towards 1 where most have.
 *
 * @param ratio how many times as often users of the arm convert
 * @param pValue always valid
 */
public record Comparison(Estimate ratio, double pValue) {
  /** The prior weighs as much as so many conversions: it finds lifts of 10 to 50 % soonest. */
  private static final double PRIOR_WEIGHT = 100;

  /**
   * Compares.
   *
   * @param alpha 0.05 for intervals of 95 %
   */
  public static Comparison of(ArmCount first, ArmCount other, double alpha) {
    double odds = other.share() / first.share();
    double theta = odds / (1 + odds);
    MixtureTest test = MixtureTest.around(theta, PRIOR_WEIGHT);
    long trials = first.converted() + other.converted();
    MixtureTest.Range range = test.range(alpha, other.converted(), trials);
    double value = trials == 0 ? 1 : ratio((double) other.converted() / trials, odds);
    Estimate ratio = new Estimate(value, ratio(range.low(), odds), ratio(range.high(), odds));
    return new Comparison(ratio, test.pValue(theta, other.converted(), trials));
  }

  private static double ratio(double theta, double odds) {
    return theta / (1 - theta) / odds;
  }

  /** Whether the two differ, at the level. */
  public boolean differs(double alpha) {
    return pValue <= alpha;
  }
}
