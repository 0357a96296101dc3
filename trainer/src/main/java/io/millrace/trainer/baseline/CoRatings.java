package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;

/** How many users rated both of two items: the Gram matrix of the users' sets of items. */
final class CoRatings {
  private final int items;
  private final float[][] counts;

  /**
   * Counts.
   *
   * @param needed by the method that counts for itself
   * @throws io.millrace.runtime.UserFault if there are more items than it can be fitted to
   */
  CoRatings(Interactions data, PairMatrix needed) {
    items = data.itemIds().size();
    needed.requireFor(items, Runtime.getRuntime().maxMemory());
    counts = new float[items][items];
    for (int user = 0; user < data.userIds().size(); user++) {
      count(data, user);
    }
  }

  private void count(Interactions data, int user) {
    int[] rated = new int[data.ratingsOf(user)];
    for (int place = 0; place < rated.length; place++) {
      rated[place] = data.item(data.eventOf(user, place));
    }
    for (int a : rated) {
      float[] row = counts[a];
      for (int b : rated) {
        row[b]++;
      }
    }
  }

  int items() {
    return items;
  }

  /** Users who rated the item. */
  float of(int item) {
    return counts[item][item];
  }

  /** Users who rated the item and each other; not to be changed but by the caller who owns all. */
  float[] row(int item) {
    return counts[item];
  }
}
