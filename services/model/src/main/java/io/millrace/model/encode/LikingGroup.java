package io.millrace.model.encode;

import java.util.List;

/** What the user would rate the item: known, stars, their deviation, what of them is taste. */
final class LikingGroup implements FeatureGroup<PairContext> {
  private static final double MIDDLE = 3.5;

  @Override
  public String name() {
    return "liking";
  }

  @Override
  public int width() {
    return 4;
  }

  @Override
  public List<String> numbers() {
    return List.of("known", "stars", "deviation", "taste");
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    RatingForecast liking = context.liking();
    if (liking != null) {
      out[at] = 1f;
      out[at + 1] = Scaling.clamp((liking.stars() - MIDDLE) / 1.5, -2, 2);
      out[at + 2] = Scaling.clamp(liking.deviation() / 1.5, 0, 2);
      out[at + 3] = Scaling.clamp(liking.taste(), -2, 2);
    }
  }
}
