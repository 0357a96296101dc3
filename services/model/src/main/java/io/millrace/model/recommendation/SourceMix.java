package io.millrace.model.recommendation;

import org.jspecify.annotations.Nullable;

/**
 * How many candidates are wanted of each source, where that differs from the settings. Ranges are
 * those of {@link RecommenderSettings}; null is as set. Immutable.
 *
 * @param candidates most candidates, all sources together
 * @param indexCandidates nearest items
 * @param transitionCandidates what follows the last items
 * @param popularityCandidates popular items; more where the others do not fill {@code candidates}
 * @param freshCandidates fresh items
 */
public record SourceMix(
    @Nullable Integer candidates,
    @Nullable Integer indexCandidates,
    @Nullable Integer transitionCandidates,
    @Nullable Integer popularityCandidates,
    @Nullable Integer freshCandidates) {
  /** All as set. */
  public static final SourceMix AS_SET = new SourceMix(null, null, null, null, null);

  /** The settings with this mix in them. */
  RecommenderSettings over(RecommenderSettings settings) {
    return new RecommenderSettings(
        or(candidates, settings.candidates()),
        or(indexCandidates, settings.indexCandidates()),
        or(transitionCandidates, settings.transitionCandidates()),
        settings.transitionHistory(),
        settings.transitionDecay(),
        or(popularityCandidates, settings.popularityCandidates()),
        or(freshCandidates, settings.freshCandidates()));
  }

  /** This mix, and where it says nothing the other. */
  SourceMix or(SourceMix other) {
    return new SourceMix(
        first(candidates, other.candidates),
        first(indexCandidates, other.indexCandidates),
        first(transitionCandidates, other.transitionCandidates),
        first(popularityCandidates, other.popularityCandidates),
        first(freshCandidates, other.freshCandidates));
  }

  private static int or(@Nullable Integer value, int set) {
    return value == null ? set : value;
  }

  private static @Nullable Integer first(@Nullable Integer value, @Nullable Integer other) {
    return value == null ? other : value;
  }
}
