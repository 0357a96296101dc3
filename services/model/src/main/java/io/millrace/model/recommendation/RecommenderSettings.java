package io.millrace.model.recommendation;

/**
 * How candidates are gathered.
 *
 * @param candidates most candidates per query, all sources together; at least 1. Default: 200
 * @param indexCandidates nearest items taken from the index. Default: 150
 * @param transitionCandidates items taken from what follows the last items. Default: 100
 * @param transitionHistory last items whose followers are looked at, 1 to 50. Default: 10
 * @param transitionDecay weight of each further item back, above 0, at most 1. Default: 0.75
 * @param popularityCandidates popular items taken. Default: 20
 * @param freshCandidates fresh items taken ({@link io.millrace.model.feature.FreshItems}), those
 *     nearest to the user's vector. Default: 5
 */
public record RecommenderSettings(
    int candidates,
    int indexCandidates,
    int transitionCandidates,
    int transitionHistory,
    double transitionDecay,
    int popularityCandidates,
    int freshCandidates) {
  /** Of so many fresh items the newest are looked at. */
  static final int MOST_FRESH = 500;

  public RecommenderSettings {
    require("candidates", candidates, 1, 10_000);
    require("index_candidates", indexCandidates, 0, 10_000);
    require("transition_candidates", transitionCandidates, 0, 10_000);
    require("transition_history", transitionHistory, 1, 50);
    require("popularity_candidates", popularityCandidates, 0, 10_000);
    require("fresh_candidates", freshCandidates, 0, MOST_FRESH);
    if (!(transitionDecay > 0 && transitionDecay <= 1)) {
      throw new IllegalArgumentException(
          "transition_decay: must be above 0 and at most 1, was " + transitionDecay);
    }
  }

  private static void require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: must be between %d and %d, was %d".formatted(key, least, most, value));
    }
  }

  /** The defaults. */
  public static RecommenderSettings defaults() {
    return new RecommenderSettings(200, 150, 100, 10, 0.75, 20, 5);
  }
}
