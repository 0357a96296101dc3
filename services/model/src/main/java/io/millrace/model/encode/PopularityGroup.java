package io.millrace.model.encode;

import io.millrace.schemas.ItemAggregates;

/** Decayed counts by day, week and month, and whether the item is rising. */
final class PopularityGroup implements FeatureGroup<PairContext> {
  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public int width() {
    return 5;
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    if (context.features() == null) {
      return;
    }
    ItemAggregates item = context.features().getAggregates();
    long now = context.query().now();
    double day = Scaling.at(item.getDaily(), now, 1);
    double week = Scaling.at(item.getWeekly(), now, 7);
    double month = Scaling.at(item.getMonthly(), now, 30);
    out[at] = Scaling.log(day, 100);
    out[at + 1] = Scaling.log(week, 300);
    out[at + 2] = Scaling.log(month, 1000);
    out[at + 3] = Scaling.clamp(day / (week + 1), 0, 1);
    out[at + 4] = Scaling.clamp(week / (month + 1), 0, 1);
  }
}
