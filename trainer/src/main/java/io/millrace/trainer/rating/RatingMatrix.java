package io.millrace.trainer.rating;

import io.millrace.trainer.dataset.Interactions;
import java.util.Arrays;

/**
 * Ratings in one order, grouped by their user or by their item: 5 bytes each. Of several ratings of
 * an item by a user only the newest is there. Immutable.
 */
final class RatingMatrix {
  private final int[] start;
  private final int[] other;
  private final byte[] halfStars;

  private RatingMatrix(int[] start, int[] other, byte[] halfStars) {
    this.start = start;
    this.other = other;
    this.halfStars = halfStars;
  }

  /** The ratings before {@code end}, by user, the other side being items. */
  static RatingMatrix byUser(Interactions data, int end) {
    int users = data.userIds().size();
    int[] seen = new int[data.itemIds().size()];
    int[] start = new int[users + 1];
    int[] other = new int[end];
    byte[] stars = new byte[end];
    int count = 0;
    for (int user = 0; user < users; user++) {
      for (int place = data.ratingsOf(user) - 1; place >= 0; place--) {
        int event = data.eventOf(user, place);
        int item = data.item(event);
        if (event < end && seen[item] != user + 1) {
          seen[item] = user + 1;
          other[count] = item;
          stars[count++] = (byte) data.halfStars(event);
        }
      }
      start[user + 1] = count;
    }
    return new RatingMatrix(start, Arrays.copyOf(other, count), Arrays.copyOf(stars, count));
  }

  /**
   * The same ratings by the other side.
   *
   * @param rows of the other side
   */
  RatingMatrix transposed(int rows) {
    int[] starts = new int[rows + 1];
    for (int row : other) {
      starts[row + 1]++;
    }
    for (int row = 0; row < rows; row++) {
      starts[row + 1] += starts[row];
    }
    int[] next = starts.clone();
    int[] others = new int[other.length];
    byte[] stars = new byte[other.length];
    for (int row = 0; row < rows(); row++) {
      for (int at = start(row); at < start(row + 1); at++) {
        int to = next[other[at]]++;
        others[to] = row;
        stars[to] = halfStars[at];
      }
    }
    return new RatingMatrix(starts, others, stars);
  }

  /** Rows of the side it is grouped by. */
  int rows() {
    return start.length - 1;
  }

  /** Ratings in all. */
  int size() {
    return other.length;
  }

  /** Where the ratings of a row begin; those of the row before end there. */
  int start(int row) {
    return start[row];
  }

  /** The other side's row. */
  int other(int at) {
    return other[at];
  }

  /** From 0.5 to 5. */
  double stars(int at) {
    return halfStars[at] / 2.0;
  }
}
