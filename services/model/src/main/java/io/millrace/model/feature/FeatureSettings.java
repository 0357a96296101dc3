package io.millrace.model.feature;

import java.time.Duration;

/**
 * How the feature state is kept; configuration section {@code features.state}.
 *
 * @param recentItems items of a user's history that are kept, at least 1; default 50
 * @param transitionLags how many of the user's last items a new rating is counted as a successor
 *     of, at least 1; default 3
 * @param transitionCandidates successors counted per item, at least {@code transitionsPublished};
 *     default 400
 * @param transitionsPublished successors published per item, at least 1; default 100
 * @param transitionHalfLife time in which a transition's weight halves; default 180 days
 * @param genreHalfLife time in which a user's taste halves; default 180 days
 * @param activityHalfLife time in which a user's activity halves; default 7 days
 */
public record FeatureSettings(
    int recentItems,
    int transitionLags,
    int transitionCandidates,
    int transitionsPublished,
    Duration transitionHalfLife,
    Duration genreHalfLife,
    Duration activityHalfLife) {
  public FeatureSettings {
    requireAtLeast("recent_items", recentItems, 1);
    requireAtLeast("transition_lags", transitionLags, 1);
    requireAtLeast("transitions_published", transitionsPublished, 1);
    requireAtLeast("transition_candidates", transitionCandidates, transitionsPublished);
    requirePositive("transition_half_life", transitionHalfLife);
    requirePositive("genre_half_life", genreHalfLife);
    requirePositive("activity_half_life", activityHalfLife);
  }

  /** The defaults named above. */
  public static FeatureSettings defaults() {
    return new FeatureSettings(
        50, 3, 400, 100, Duration.ofDays(180), Duration.ofDays(180), Duration.ofDays(7));
  }

  private static void requireAtLeast(String field, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(field + ": must be at least " + least + ", was " + value);
    }
  }

  private static void requirePositive(String field, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(field + ": must be at least 1 ms, was " + value);
    }
  }
}
