package io.millrace.model.encode;

import io.millrace.schemas.ItemAggregates;
import java.util.List;

/** Decayed counts by day, week and month, and whether the item is rising. */
final class PopularityGroup implements FeatureGroup<PairContext> {
  private static final LogScale DAILY = new LogScale(100);
  private static final LogScale WEEKLY = new LogScale(300);
  private static final LogScale MONTHLY = new LogScale(1000);

  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public int width() {
    return 5;
  }

  @Override
  public List<String> numbers() {
    return List.of("day", "week", "month", "day_to_week", "week_to_month");
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
    out[at] = DAILY.of(day);
    out[at + 1] = WEEKLY.of(week);
    out[at + 2] = MONTHLY.of(month);
    out[at + 3] = Scaling.clamp(day / (week + 1), 0, 1);
    out[at + 4] = Scaling.clamp(week / (month + 1), 0, 1);
  }
}
