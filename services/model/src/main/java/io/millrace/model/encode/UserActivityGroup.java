package io.millrace.model.encode;

import io.millrace.schemas.UserAggregates;

/** How much and how the user rates: known, count, mean, deviation, activity, gap since the last. */
final class UserActivityGroup implements FeatureGroup<UserContext> {
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
    out[at + 1] = Scaling.log((double) user.getRatings().getCount(), 1000);
    out[at + 2] = Scaling.mean(user.getRatings());
    out[at + 3] = Scaling.deviation(user.getRatings());
    // The value as of the last event: decaying it here would need the half-life, and the gap says
    // the same.
    out[at + 4] = Scaling.log(user.getActivity().getValue(), 200);
    out[at + 5] = Scaling.span(context.now() - user.getLastEventTime());
  }
}
