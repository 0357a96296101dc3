package io.millrace.model.recommendation;

import io.millrace.model.ranking.Ranker;
import org.jspecify.annotations.Nullable;

/**
 * In what an answer is made otherwise than set: the sources' shares, and how what they propose is
 * ranked. Immutable.
 *
 * @param sources how many candidates come from where
 * @param ranked whether the model ranks them; null is as set, false leaves the sources' own order
 * @param ratingWeight of the rating head in the ranker's score, 0 to 1; null as the model has it
 */
public record Variation(
    SourceMix sources, @Nullable Boolean ranked, @Nullable Double ratingWeight) {
  /** In nothing. */
  public static final Variation NONE = new Variation(SourceMix.AS_SET, null, null);

  public Variation {
    if (ratingWeight != null && !(ratingWeight >= 0 && ratingWeight <= 1)) {
      throw new IllegalArgumentException(
          "ratingWeight: must be between 0 and 1, was " + ratingWeight);
    }
  }

  /** This variation, and where it says nothing the other. */
  public Variation or(Variation other) {
    return new Variation(
        sources.or(other.sources),
        ranked == null ? other.ranked : ranked,
        ratingWeight == null ? other.ratingWeight : ratingWeight);
  }

  /** What ranks in place of a model's ranker; null for none. */
  @Nullable Ranker of(@Nullable Ranker ranker) {
    if (ranker == null || Boolean.FALSE.equals(ranked)) {
      return null;
    }
    return ratingWeight == null ? ranker : ranker.blending(ratingWeight.floatValue());
  }
}
