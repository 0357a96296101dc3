package io.millrace.model.experiment;

/**
 * A sequential test of a coin: was each of {@code trials} tosses heads with chance theta? It mixes
 * the likelihood ratio over all other chances by a Beta prior, (H. Robbins, 1970; R. Johari, L.
 * Pekelis, D. Walsh, <i>Always Valid Inference</i>, 2017):
 *
 * <pre>{@code
 * E(theta) = B(a + heads, b + tails) / B(a, b) / (theta^heads (1 - theta)^tails)
 * }</pre>
 *
 * E is a martingale of mean 1 if theta is right, so it ever reaches 1/alpha with chance alpha at
 * most (J. Ville, 1939): 1/E is a p-value, and the thetas with E below 1/alpha are an interval,
 * that hold however often and whenever one looks (S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon,
 * 2021).
 *
 * @param a of the prior, above 0
 * @param b of the prior, above 0
 */
record MixtureTest(double a, double b) {
  private static final int BISECTIONS = 60;

  /** Both ends of a range of chances. */
  record Range(double low, double high) {}

  /** A prior of the weight of so many tosses around a chance. */
  static MixtureTest around(double theta, double weight) {
    return new MixtureTest(weight * theta, weight * (1 - theta));
  }

  /** The always-valid p-value of theta, 0 to 1. */
  double pValue(double theta, long heads, long trials) {
    return Math.min(1, Math.exp(-logE(theta, heads, trials)));
  }

  /** The chances that cannot be ruled out at level alpha. */
  Range range(double alpha, long heads, long trials) {
    if (trials == 0) {
      return new Range(0, 1);
    }
    double limit = -Math.log(alpha);
    double best = (double) heads / trials;
    return new Range(
        heads == 0 ? 0 : edge(best, 0, limit, heads, trials),
        heads == trials ? 1 : edge(best, 1, limit, heads, trials));
  }

  /** E is least at the observed share and grows to either side. */
  private double edge(double best, double end, double limit, long heads, long trials) {
    double inside = best;
    double outside = end;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (inside + outside) / 2;
      if (logE(middle, heads, trials) < limit) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  private double logE(double theta, long heads, long trials) {
    long tails = trials - heads;
    return LogGamma.beta(a + heads, b + tails)
        - LogGamma.beta(a, b)
        - (heads == 0 ? 0 : heads * Math.log(theta))
        - (tails == 0 ? 0 : tails * Math.log1p(-theta));
  }
}
