package io.millrace.model.feature;

import io.millrace.schemas.RatingStatistics;

/**
 * The feature "count, mean and variance of ratings": exact integers, so that adding, replacing and
 * taking back commute.
 */
public final class RatingCounts {
  /** Nothing rated. */
  public static final RatingStatistics NONE = new RatingStatistics(0L, 0L, 0L);

  private RatingCounts() {}

  /** With one more rating of {@code halfStars}. */
  public static RatingStatistics add(RatingStatistics before, int halfStars) {
    return plus(before, 1, halfStars);
  }

  /** With one rating of {@code halfStars} taken back. */
  public static RatingStatistics remove(RatingStatistics before, int halfStars) {
    return plus(before, -1, halfStars);
  }

  private static RatingStatistics plus(RatingStatistics before, int sign, int halfStars) {
    return new RatingStatistics(
        before.getCount() + sign,
        before.getSum() + (long) sign * halfStars,
        before.getSumOfSquares() + (long) sign * halfStars * halfStars);
  }

  /** Mean in half stars; 0 where nothing is rated. */
  public static double mean(RatingStatistics ratings) {
    return ratings.getCount() == 0 ? 0 : (double) ratings.getSum() / ratings.getCount();
  }

  /** Population variance in half stars squared; 0 where nothing is rated. */
  public static double variance(RatingStatistics ratings) {
    long n = ratings.getCount();
    if (n == 0) {
      return 0;
    }
    double numerator =
        (double) n * ratings.getSumOfSquares() - (double) ratings.getSum() * ratings.getSum();
    return Math.max(0, numerator / ((double) n * n));
  }
}
