package io.millrace.model.encode;

import io.millrace.schemas.GenreTaste;

/** What a decayed genre taste says. Pure. */
public final class Tastes {
  private static final double PRIOR_COUNT = 2;

  private Tastes() {}

  /** Mean liking in [-1, 1], drawn towards 0 while there is little evidence. */
  public static float liking(GenreTaste taste) {
    return Scaling.clamp(taste.getWeight() / (taste.getCount() + PRIOR_COUNT) / 4, -1, 1);
  }

  /** The genre's share of all genre counts, 0 to 1. */
  static float share(GenreTaste taste, double total) {
    return total > 0 ? Scaling.clamp(taste.getCount() / total, 0, 1) : 0f;
  }
}
