package io.millrace.model.retrieval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The k best of the items offered, ties by item id: a heap, so that of many items few are compared
 * more than once. One thread.
 */
public final class NearestItems {
  static final Comparator<ScoredItem> BEST_FIRST = NearestItems::compareBestFirst;

  private final int k;
  private final PriorityQueue<ScoredItem> worstFirst;

  /**
   * None yet.
   *
   * @param k how many are kept, 0 or more
   */
  public NearestItems(int k) {
    this.k = k;
    this.worstFirst = new PriorityQueue<>(Math.max(1, k), BEST_FIRST.reversed());
  }

  private static int compareBestFirst(ScoredItem a, ScoredItem b) {
    int byScore = Double.compare(b.score(), a.score());
    return byScore != 0 ? byScore : a.itemId().compareTo(b.itemId());
  }

  /** Whether an item with this score could be among them. */
  public boolean mayTake(double score) {
    ScoredItem worst = worstFirst.peek();
    return worstFirst.size() < k || (worst != null && score >= worst.score());
  }

  /** Takes an item, and lets go of the worst where there are too many. */
  public void offer(String itemId, double score) {
    worstFirst.add(new ScoredItem(itemId, score));
    if (worstFirst.size() > k) {
      worstFirst.remove();
    }
  }

  /** Those kept, best first, ties by item id. */
  public List<ScoredItem> bestFirst() {
    List<ScoredItem> items = new ArrayList<>(worstFirst);
    items.sort(BEST_FIRST);
    return items;
  }
}
