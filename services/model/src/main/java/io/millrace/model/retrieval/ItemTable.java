package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The embedding rows of items: row 0 for items the bundle does not know, then one each. Immutable,
 * thread-safe.
 */
final class ItemTable {
  private final Tensor table;
  private final Map<String, Integer> rows;

  ItemTable(Bundle bundle) {
    this.table = bundle.tensor("item.table");
    List<String> ids = bundle.itemIds();
    if (table.rows() != ids.size() + 1) {
      throw new BundleFault(
          "item.table: must have %d rows, has %d".formatted(ids.size() + 1, table.rows()));
    }
    this.rows = HashMap.newHashMap(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      rows.put(ids.get(i), i + 1);
    }
  }

  int dimension() {
    return table.columns();
  }

  /** The item's row, 0 if the bundle does not know it. */
  int row(String itemId) {
    return rows.getOrDefault(itemId, 0);
  }

  void copy(int row, float[] out, int at) {
    System.arraycopy(table.values(), row * dimension(), out, at, dimension());
  }

  /** Adds {@code weight} times a row. */
  void add(int row, double weight, float[] out, int at) {
    int from = row * dimension();
    for (int i = 0; i < dimension(); i++) {
      out[at + i] += (float) (weight * table.values()[from + i]);
    }
  }
}
