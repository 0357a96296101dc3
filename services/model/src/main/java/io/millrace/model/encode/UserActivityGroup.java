package io.millrace.model.encode;

import io.millrace.schemas.UserAggregates;

/** How much and how the user rates: known, count, mean, deviation, activity, gap since the last. */
final class UserActivityGroup implements FeatureGroup<UserContext> {
  private static final LogScale COUNT = new LogScale(1000);
  private static final LogScale ACTIVITY = new LogScale(200);

  @Override
  public String name() {
    return "activity";
  }

  @Override
  public int width() {
    return 6;
  }

  @Override
  public void encode(UserContext context, float[] out, int at) {
    UserAggregates user = context.aggregates();
    if (user == null || user.getRatings().getCount() == 0) {
      return;
    }
    out[at] = 1f;
    out[at + 1] = COUNT.of((double) user.getRatings().getCount());
    out[at + 2] = Scaling.mean(user.getRatings());
    out[at + 3] = Scaling.deviation(user.getRatings());
    // The value as of the last event: decaying it here would need the half-life, and the gap says
    // the same.
    out[at + 4] = ACTIVITY.of(user.getActivity().getValue());
    out[at + 5] = Scaling.span(context.now() - user.getLastEventTime());
  }
}
