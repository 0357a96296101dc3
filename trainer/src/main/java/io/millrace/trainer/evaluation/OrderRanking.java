package io.millrace.trainer.evaluation;

import java.util.Arrays;

/** Items in an order that was worked out before; any other item ranks {@link Integer#MAX_VALUE}. */
final class OrderRanking implements Ranking {
  private final int[] order;

  /** Items that the user has not rated, best first. */
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
    return Integer.MAX_VALUE;
  }

  @Override
  public int[] top(int n) {
    return Arrays.copyOf(order, Math.min(n, order.length));
  }
}
