package io.millrace.model.retrieval;

import io.millrace.model.bundle.Facts;
import io.millrace.model.encode.RecentItem;
import java.util.Arrays;
import java.util.List;

/**
 * The weighted mean of the last items' rows: {@code sum w_k row_k / sum w_k}, newest first, {@code
 * w_k = history_decay^k}, items without a row left out; zeros if none has one.
 */
final class PooledItems implements History {
  private final Facts facts;
  private final ItemTable items;

  PooledItems(Facts facts, ItemTable items) {
    this.facts = facts;
    this.items = items;
  }

  @Override
  public int length() {
    return facts.historyLength();
  }

  @Override
  public void encode(List<RecentItem> recent, float[] x, int at) {
    int dim = items.dimension();
    Arrays.fill(x, at, at + dim, 0f);
    double total = 0;
    for (int k = 0; k < Math.min(length(), recent.size()); k++) {
      int row = items.row(recent.get(k).rating().getItemId());
      if (row > 0) {
        double weight = Math.pow(facts.historyDecay(), k);
        items.add(row, weight, x, at);
        total += weight;
      }
    }
    for (int i = at; total > 0 && i < at + dim; i++) {
      x[i] = (float) (x[i] / total);
    }
  }
}
