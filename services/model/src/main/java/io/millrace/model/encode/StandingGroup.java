package io.millrace.model.encode;

import io.millrace.schemas.RatingStatistics;
import java.util.List;

/** The item's ratings: known, count, mean, deviation, age, time since the newest. */
final class StandingGroup implements FeatureGroup<PairContext> {
  private static final LogScale COUNT = new LogScale(3000);

  @Override
  public String name() {
    return "standing";
  }

  @Override
  public int width() {
    return 6;
  }

  @Override
  public List<String> numbers() {
    return List.of("rated", "count", "mean", "deviation", "age", "idle");
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    KnownItem item = context.known();
    if (item.ratings > 0) {
      long now = context.query().now();
      out[at] = 1f;
      out[at + 1] = item.count;
      out[at + 2] = item.mean;
      out[at + 3] = item.deviation;
      out[at + 4] = Scaling.span(now - item.first);
      out[at + 5] = Scaling.span(now - item.newest);
    }
  }

  /** How many ratings there are, on a log scale. */
  static float count(RatingStatistics ratings) {
    return COUNT.of((double) ratings.getCount());
  }
}
