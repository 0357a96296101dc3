package io.millrace.trainer.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Items in an order that was worked out before; any other item ranks {@link Integer#MAX_VALUE}. */
final class OrderRanking implements Ranking {
  private final int[] order;
  private final IntPredicate leftOut;

  /**
   * A ranking.
   *
   * @param order ordinals, best first
   * @param leftOut items that are not ranked
   */
  OrderRanking(int[] order, IntPredicate leftOut) {
    this.order = order;
    this.leftOut = leftOut;
  }

  @Override
  public int rankOf(int item) {
    int rank = 1;
    for (int other : order) {
      if (other == item) {
        return rank;
      }
      rank += leftOut.test(other) ? 0 : 1;
    }
    return Integer.MAX_VALUE;
  }

  @Override
  public int[] top(int n) {
    return Arrays.stream(order).filter(item -> !leftOut.test(item)).limit(n).toArray();
  }
}
