package io.millrace.model.encode;

import io.millrace.schemas.RatingStatistics;

/** How raw quantities become numbers of about [-1, 1]. Pure. */
final class Scaling {
  static final double DAY = 86_400_000.0;
  private static final LogScale TEN_YEARS = new LogScale(3650 * DAY / 1000);
  private static final double FOUR_DECADES = Math.log(1e4);
  private static final double LN_2 = Math.log(2);
  private static final double PRIOR_COUNT = 5;
  private static final double PRIOR_HALF_STARS = 7;

  private Scaling() {}

  /** A probability on a log scale: 0 at 1e-4 and below, 1 at 1. */
  static float logProbability(double p) {
    return (float) (1 + Math.log(Math.clamp(p, 1e-4, 1)) / FOUR_DECADES);
  }

  static float clamp(double x, double low, double high) {
    return Double.isNaN(x) ? 0f : (float) Math.clamp(x, low, high);
  }

  /** The reciprocal of a rank, 0 for rank 0 (not ranked). */
  static float reciprocal(int rank) {
    return rank == 0 ? 0f : 1f / rank;
  }

  /** A span of time on a log scale: 0 at none, about 1 at ten years. */
  static float span(long millis) {
    return TEN_YEARS.of(Math.max(0, millis) / 1000.0);
  }

  /** A decayed count at a moment; a moment before the count's own leaves it as it is. */
  static double decayed(double value, long asOf, long now, double halfLifeDays) {
    double days = Math.max(0, now - asOf) / DAY;
    return value * Math.exp(-LN_2 * days / halfLifeDays);
  }

  /** Mean rating in [-1, 1] about 3.5 stars, drawn towards it while there are few ratings. */
  static float mean(RatingStatistics ratings) {
    double mean =
        (ratings.getSum() + PRIOR_COUNT * PRIOR_HALF_STARS) / (ratings.getCount() + PRIOR_COUNT);
    return clamp((mean - PRIOR_HALF_STARS) / 3.5, -2, 2);
  }

  /** Standard deviation of the ratings, half stars over 5; 0 below two ratings. */
  static float deviation(RatingStatistics ratings) {
    if (ratings.getCount() < 2) {
      return 0f;
    }
    double n = ratings.getCount();
    double mean = ratings.getSum() / n;
    return clamp(Math.sqrt(Math.max(0, ratings.getSumOfSquares() / n - mean * mean)) / 5, 0, 1);
  }
}
