package io.millrace.model.recommendation;

import io.millrace.model.encode.SourceRanks;
import io.millrace.model.retrieval.SourceKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Every set of sources, made once: each item that is shown has one. */
final class SourceSets {
  private static final int INDEX = 1;
  private static final int TRANSITIONS = 2;
  private static final int POPULARITY = 4;
  private static final int FRESH = 8;

  private static final List<Set<SourceKind>> BY_BITS =
      IntStream.range(0, 2 * FRESH).mapToObj(SourceSets::ofBits).toList();

  private SourceSets() {}

  private static Set<SourceKind> ofBits(int bits) {
    Set<SourceKind> sources = EnumSet.allOf(SourceKind.class);
    sources.removeIf(source -> (bits & bit(source)) == 0);
    return Set.copyOf(sources);
  }

  private static int bit(SourceKind source) {
    return switch (source) {
      case INDEX -> INDEX;
      case TRANSITIONS -> TRANSITIONS;
      case POPULARITY -> POPULARITY;
      case FRESH -> FRESH;
    };
  }

  /** The sources in which there is a rank. */
  static Set<SourceKind> of(SourceRanks ranks) {
    return BY_BITS.get(
        (ranks.index() > 0 ? INDEX : 0)
            | (ranks.transitions() > 0 ? TRANSITIONS : 0)
            | (ranks.popularity() > 0 ? POPULARITY : 0)
            | (ranks.fresh() > 0 ? FRESH : 0));
  }
}
