package io.millrace.model.encode;

import io.millrace.schemas.UserAggregates;
import java.util.List;

/**
 * The user in the ranker's eyes: count, mean, gap since the last event, length of the history, and
 * the last three ratings.
 */
final class SessionGroup implements FeatureGroup<PairContext> {
  private static final LogScale COUNT = new LogScale(1000);
  private static final int RATINGS = 3;

  @Override
  public String name() {
    return "session";
  }

  @Override
  public int width() {
    return 4 + RATINGS;
  }

  @Override
  public List<String> numbers() {
    return List.of("count", "mean", "gap", "length", "rating_1", "rating_2", "rating_3");
  }

  /** The same for every candidate. */
  @Override
  public Numbers<PairContext> within(QueryState query) {
    float[] numbers = new float[width()];
    encode(query, numbers, 0);
    return (context, out, at) -> System.arraycopy(numbers, 0, out, at, numbers.length);
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    encode(context.query(), out, at);
  }

  private static void encode(QueryState query, float[] out, int at) {
    UserAggregates user = query.aggregates();
    if (user != null && user.getRatings().getCount() > 0) {
      out[at] = COUNT.of((double) user.getRatings().getCount());
      out[at + 1] = Scaling.mean(user.getRatings());
      out[at + 2] = Scaling.span(query.now() - user.getLastEventTime());
    }
    List<RecentItem> recent = query.recent();
    out[at + 3] = Math.min(1f, recent.size() / 10f);
    for (int k = 0; k < Math.min(RATINGS, recent.size()); k++) {
      out[at + 4 + k] = Scaling.clamp((recent.get(k).rating().getHalfStars() - 6) / 4.0, -1.5, 1);
    }
  }
}
