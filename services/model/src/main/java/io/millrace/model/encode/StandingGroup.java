package io.millrace.model.encode;

import io.millrace.schemas.ItemAggregates;
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
    if (context.features() == null) {
      return;
    }
    ItemAggregates item = context.features().getAggregates();
    long now = context.query().now();
    if (item.getRatings().getCount() > 0) {
      out[at] = 1f;
      out[at + 1] = COUNT.of((double) item.getRatings().getCount());
      out[at + 2] = Scaling.mean(item.getRatings());
      out[at + 3] = Scaling.deviation(item.getRatings());
      out[at + 4] = Scaling.span(now - item.getFirstEventTime());
      out[at + 5] = Scaling.span(now - item.getNewestEventTime());
    }
  }
}
