package io.millrace.model.encode;

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
    KnownItem item = context.known();
    if (item.features() == null) {
      return;
    }
    long now = context.query().now();
    double day = Scaling.decayed(item.daily, item.dailyAsOf, now, 1);
    double week = Scaling.decayed(item.weekly, item.weeklyAsOf, now, 7);
    double month = Scaling.decayed(item.monthly, item.monthlyAsOf, now, 30);
    out[at] = DAILY.of(day);
    out[at + 1] = WEEKLY.of(week);
    out[at + 2] = MONTHLY.of(month);
    out[at + 3] = Scaling.clamp(day / (week + 1), 0, 1);
    out[at + 4] = Scaling.clamp(week / (month + 1), 0, 1);
  }
}
