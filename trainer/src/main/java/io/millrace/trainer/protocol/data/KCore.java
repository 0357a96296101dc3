package io.millrace.trainer.protocol.data;

import java.util.BitSet;

/**
 * Leaves out users and items with fewer than k ratings, again and again until none is left (the
 * k-core of the graph of ratings; Seidman 1983). Pure.
 */
final class KCore {
  private KCore() {}

  /**
   * The ratings that stay.
   *
   * @param user ordinal of each rating
   * @param item ordinal of each rating
   * @param k 0 or 1 leaves all
   */
  static BitSet of(int[] user, int[] item, int users, int items, int k) {
    BitSet kept = new BitSet(user.length);
    kept.set(0, user.length);
    int before;
    do {
      before = kept.cardinality();
      int[] ofUser = new int[users];
      int[] ofItem = new int[items];
      kept.stream()
          .forEach(
              row -> {
                ofUser[user[row]]++;
                ofItem[item[row]]++;
              });
      for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
        if (ofUser[user[row]] < k || ofItem[item[row]] < k) {
          kept.clear(row);
        }
      }
    } while (kept.cardinality() < before);
    return kept;
  }
}
