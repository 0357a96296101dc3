package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.GenreTastes;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.UserAggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ratings of an anonymous session add up to, as if they were a user's. A session is short:
 * nothing decays. Pure.
 */
final class SessionAggregates {
  private static final int NEUTRAL_HALF_STARS = 6;

  private SessionAggregates() {}

  /** The aggregates of a session that is not empty. */
  static UserAggregates of(List<RatedItem> session, FeatureView view) {
    long newest = session.stream().mapToLong(RatedItem::getTimestamp).max().orElse(0);
    return new UserAggregates(
        statistics(session),
        new DecayedCount((double) session.size(), newest),
        new GenreTastes(newest, tastes(session, view)),
        newest,
        null);
  }

  private static RatingStatistics statistics(List<RatedItem> session) {
    long sum = 0;
    long squares = 0;
    for (RatedItem rated : session) {
      sum += rated.getHalfStars();
      squares += (long) rated.getHalfStars() * rated.getHalfStars();
    }
    return new RatingStatistics((long) session.size(), sum, squares);
  }

  private static List<GenreTaste> tastes(List<RatedItem> session, FeatureView view) {
    Map<String, GenreTaste> byGenre = new TreeMap<>();
    for (RatedItem rated : session) {
      Item item = view.item(rated.getItemId());
      if (item != null) {
        double liking = rated.getHalfStars() - NEUTRAL_HALF_STARS;
        item.getGenres()
            .forEach(g -> byGenre.merge(g, new GenreTaste(g, liking, 1.0), SessionAggregates::sum));
      }
    }
    return new ArrayList<>(byGenre.values());
  }

  private static GenreTaste sum(GenreTaste a, GenreTaste b) {
    return new GenreTaste(a.getGenre(), a.getWeight() + b.getWeight(), a.getCount() + b.getCount());
  }
}
