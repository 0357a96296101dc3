package io.millrace.model.reranking;

import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a list are for items that few have rated, and in which order such items are
 * tried: by Thompson sampling (Chapelle and Li 2011), each item by a draw from what its ratings
 * make likely of how it is liked, so the well liked and the unknown come first. The same seed draws
 * the same. Immutable.
 *
 * @param share of the places, 0 to 1: of any ten places in a row, a tenth more or less of ten times
 *     the share
 * @param seed of all draws
 */
public record Exploration(double share, long seed) {
  private static final double MOST_HALF_STARS = 10;

  public Exploration {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("exploration: must be between 0 and 1, was " + share);
    }
  }

  /** Whether this place, from 1, is for an item to be tried. */
  public boolean isAt(int place) {
    if (share == 0) {
      return false;
    }
    double phase = new SplittableRandom(seed).nextDouble();
    return Math.floor(place * share + phase) > Math.floor((place - 1) * share + phase);
  }

  /**
   * A draw for an item, 0 to 1, from Beta(1 + likes, 1 + dislikes). A rating counts as a like in
   * part: one of 5 stars wholly, one of half a star not at all.
   *
   * @param features null if nobody has rated it
   */
  public double draw(String itemId, @Nullable ItemFeatures features) {
    SplittableRandom random =
        new SplittableRandom(seed ^ (itemId.hashCode() * 0x9E3779B97F4A7C15L));
    if (features == null) {
      return Beta.draw(1, 1, random);
    }
    RatingStatistics ratings = features.getAggregates().getRatings();
    double likes = (ratings.getSum() - ratings.getCount()) / (MOST_HALF_STARS - 1);
    return Beta.draw(1 + likes, 1 + ratings.getCount() - likes, random);
  }
}
