package io.millrace.trainer.evaluation;

import java.util.BitSet;

/** How unlike one another the items of a list are, by their genres. Immutable; thread-safe. */
final class Diversity {
  private final BitSet[] genresOf;

  /**
   * Over a catalogue.
   *
   * @param genresOf each item's genres by ordinal ({@link ItemGenres}); not to be changed
   */
  Diversity(BitSet[] genresOf) {
    this.genresOf = genresOf;
  }

  /** How many items there are. */
  int items() {
    return genresOf.length;
  }

  /**
   * Mean distance of two items of the list, 0 to 1: 1 - Jaccard index of their genres.
   *
   * @param list ordinals
   * @param first so many of them are looked at, at most all
   */
  double of(int[] list, int first) {
    double distance = 0;
    int pairs = 0;
    for (int i = 0; i < first; i++) {
      for (int j = i + 1; j < first; j++) {
        distance += distance(genresOf[list[i]], genresOf[list[j]]);
        pairs++;
      }
    }
    return pairs == 0 ? 0 : distance / pairs;
  }

  private static double distance(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    int union = a.cardinality() + b.cardinality() - both.cardinality();
    return union == 0 ? 0 : 1 - (double) both.cardinality() / union;
  }
}
