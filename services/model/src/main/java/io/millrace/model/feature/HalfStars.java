package io.millrace.model.feature;

/** Ratings as integers: half stars from 1 (0.5 stars) to 10 (5 stars). */
public final class HalfStars {
  /** The least, 0.5 stars. */
  public static final int LEAST = 1;

  /** The most, 5 stars. */
  public static final int MOST = 10;

  /** Neither liked nor disliked: 3 stars. */
  public static final int NEUTRAL = 6;

  /** The least that is taken for liking: 4 stars. */
  public static final int LIKED = 8;

  /** The most that is taken for disliking: 2 stars. */
  public static final int DISLIKED = 4;

  private HalfStars() {}

  /** Whether the stars are one of 0.5, 1.0, ... 5.0. */
  public static boolean isValid(double stars) {
    double doubled = stars * 2;
    return doubled >= LEAST && doubled <= MOST && doubled == Math.rint(doubled);
  }

  /**
   * Half stars of a valid rating.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  public static int of(double stars) {
    if (!isValid(stars)) {
      throw new IllegalArgumentException("rating: must be 0.5 to 5 in steps of 0.5, was " + stars);
    }
    return (int) (stars * 2);
  }
}
