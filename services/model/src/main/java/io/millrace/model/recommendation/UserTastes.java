package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.rating.RatingFactors;
import io.millrace.model.rating.UserTaste;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.RatedItem;
import org.jspecify.annotations.Nullable;

/** Works out what a query's user likes, from every rating known at this moment. */
record UserTastes(FeatureView view, RatingFactors factors) {
  UserTaste of(RecommendationQuery query, @Nullable Demographics profile) {
    UserTaste.Ratings ratings = factors.user(profile);
    String userId = query.userId();
    if (userId != null) {
      view.ratings(userId, (itemId, halfStars) -> ratings.addFrom(view::item, itemId, halfStars));
    }
    for (RatedItem rated : query.history()) {
      ratings.addFrom(view::item, rated.getItemId(), rated.getHalfStars());
    }
    return ratings.taste();
  }
}
