package io.millrace.trainer.baseline;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.dataset.Interactions;

/** How many users rated both of two items: the Gram matrix of the users' sets of items. */
final class CoRatings {
  private final int items;
  private final float[][] counts;

  /**
   * Counts.
   *
   * @param method that needs it, for the message
   * @param most items a dense matrix is made for
   * @throws UserFault if there are more
   */
  CoRatings(Interactions data, String method, int most) {
    items = data.itemIds().size();
    if (items > most) {
      throw new UserFault(
          "%s: needs a dense matrix over all items, of at most %,d, there are %,d; leave it out of --models"
              .formatted(method, most, items));
    }
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
