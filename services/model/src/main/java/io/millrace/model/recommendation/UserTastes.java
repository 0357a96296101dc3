package io.millrace.model.recommendation;

import io.millrace.model.encode.RatingForecast;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.rating.UserTaste;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import org.jspecify.annotations.Nullable;

/** Works out what a query's user likes, from every rating known at this moment. */
record UserTastes(FeatureView view, FactorRows rows) {
  /** What one user would give items of the view. For one thread. */
  record Forecasts(UserTaste taste, FactorRows rows) {
    /**
     * What the user would give an item.
     *
     * @param item its catalogue entry, or null
     */
    RatingForecast of(int ordinal, @Nullable Item item) {
      return taste.of(rows.of(ordinal), item);
    }
  }

  Forecasts of(RecommendationQuery query, @Nullable Demographics profile) {
    UserTaste.Ratings ratings = rows.factors().user(profile);
    String userId = query.userId();
    if (userId != null) {
      view.ratingsByOrdinal(userId, (ordinal, halfStars) -> add(ratings, ordinal, halfStars));
    }
    for (RatedItem rated : query.history()) {
      String id = rated.getItemId();
      ratings.add(id, view.item(id), rated.getHalfStars());
    }
    return new Forecasts(ratings.taste(), rows);
  }

  private void add(UserTaste.Ratings ratings, int ordinal, int halfStars) {
    int row = rows.of(ordinal);
    ratings.add(row, row < 0 ? view.item(ordinal) : null, halfStars);
  }
}
