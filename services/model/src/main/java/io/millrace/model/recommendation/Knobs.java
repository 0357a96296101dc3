package io.millrace.model.recommendation;

import org.jspecify.annotations.Nullable;

/**
 * What steers a list by degrees, each null where nothing is said of it. Immutable.
 *
 * @param diversity 0 to 1: 0 goes by score alone
 * @param exploration share of places for items that few have rated, 0 to 1
 */
public record Knobs(@Nullable Double diversity, @Nullable Double exploration) {
  /** Nothing is said. */
  public static final Knobs NONE = new Knobs(null, null);

  /** These, and where they say nothing the other ones. */
  public Knobs or(Knobs other) {
    return new Knobs(
        diversity == null ? other.diversity : diversity,
        exploration == null ? other.exploration : exploration);
  }

  /** The same, without a word of exploration. */
  public Knobs withoutExploration() {
    return new Knobs(diversity, null);
  }
}
