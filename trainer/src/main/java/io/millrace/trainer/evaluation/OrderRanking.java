package io.millrace.trainer.evaluation;

import java.util.Arrays;

/** Items in an order that was worked out before. */
final class OrderRanking implements Ranking {
  private final int[] order;

  /** All items that the user has not rated, best first. */
  OrderRanking(int[] order) {
    this.order = order;
  }

  @Override
  public int rankOf(int item) {
    for (int place = 0; place < order.length; place++) {
      if (order[place] == item) {
        return place + 1;
      }
    }
    throw new IllegalArgumentException("item: must be ranked, was " + item);
  }

  @Override
  public int[] top(int n) {
    return Arrays.copyOf(order, Math.min(n, order.length));
  }
}
