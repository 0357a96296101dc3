package io.millrace.model.rating;

import io.millrace.model.encode.RatingForecast;
import io.millrace.schemas.Item;
import org.jspecify.annotations.Nullable;

/** A user's side of the rating factors, as of one moment. For one thread. */
public final class UserTaste {
  private final RatingFactors factors;
  private final FactorPosterior posterior;
  private final float[] variances;

  private UserTaste(RatingFactors factors, FactorPosterior posterior) {
    this.factors = factors;
    this.posterior = posterior;
    this.variances = new float[factors.width()];
    posterior.variances(variances, 0);
  }

  /** The ratings that tell of a user. */
  public static final class Ratings {
    private final RatingFactors factors;
    private final FactorPosterior posterior;

    Ratings(RatingFactors factors, FactorPosterior posterior) {
      this.factors = factors;
      this.posterior = posterior;
    }

    /**
     * Adds a rating.
     *
     * @param item its catalogue entry, or null
     * @param halfStars 1 to 10
     */
    public void add(String itemId, @Nullable Item item, int halfStars) {
      add(factors.row(itemId), item, halfStars);
    }

    /**
     * Adds a rating.
     *
     * @param row the item's among the factors; negative if it has none
     * @param item its catalogue entry, or null; of no meaning to one that has a row
     * @param halfStars 1 to 10
     */
    public void add(int row, @Nullable Item item, int halfStars) {
      RatingFactors.Row known = factors.at(row, item);
      posterior.add(
          halfStars / 2.0 - factors.mean(),
          known.means(),
          known.variances(),
          known.at(),
          factors.noise());
    }

    /** What they come to; no more can be added. */
    public UserTaste taste() {
      posterior.solve();
      return new UserTaste(factors, posterior);
    }
  }

  /**
   * What the user would give an item.
   *
   * @param item its catalogue entry, or null
   */
  public RatingForecast of(String itemId, @Nullable Item item) {
    return of(factors.row(itemId), item);
  }

  /**
   * What the user would give an item.
   *
   * @param at its row among the factors; negative if it has none
   * @param item its catalogue entry, or null; of no meaning to one that has a row
   */
  public RatingForecast of(int at, @Nullable Item item) {
    RatingFactors.Row row = factors.at(at, item);
    double taste = 0;
    double variance = factors.noise() + posterior.variance(row.means(), row.at());
    variance += row.variances()[row.at()];
    for (int k = 1; k < factors.width(); k++) {
      double own = posterior.mean(k);
      taste += own * row.means()[row.at() + k];
      variance += (own * own + variances[k]) * row.variances()[row.at() + k];
    }
    double level = factors.mean() + posterior.mean(0) + row.means()[row.at()];
    return new RatingForecast(level + taste, Math.sqrt(variance), taste);
  }
}
