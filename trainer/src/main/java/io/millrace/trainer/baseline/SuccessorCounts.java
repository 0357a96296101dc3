package io.millrace.trainer.baseline;

import java.util.Arrays;

/** Weights by item: open addressing over two arrays. For one writer. */
final class SuccessorCounts {
  private static final int FIRST_CAPACITY = 8;
  private static final int FREE = -1;

  private int[] items = new int[FIRST_CAPACITY];
  private float[] weights = new float[FIRST_CAPACITY];
  private int size;
  private double total;

  SuccessorCounts() {
    Arrays.fill(items, FREE);
  }

  void add(int item, float weight) {
    if (4 * (size + 1) > 3 * items.length) {
      grow();
    }
    int at = find(item);
    size += items[at] == FREE ? 1 : 0;
    items[at] = item;
    weights[at] += weight;
    total += weight;
  }

  /** The sum of all weights. */
  double total() {
    return total;
  }

  /** Adds every weight, scaled, to the score of its item. */
  void addTo(float[] scores, float scale) {
    for (int at = 0; at < items.length; at++) {
      if (items[at] != FREE) {
        scores[items[at]] += scale * weights[at];
      }
    }
  }

  private int find(int item) {
    int mask = items.length - 1;
    int at = (item * 0x9E3779B9) >>> 7 & mask;
    while (items[at] != FREE && items[at] != item) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldItems = items;
    float[] oldWeights = weights;
    items = new int[2 * oldItems.length];
    weights = new float[items.length];
    Arrays.fill(items, FREE);
    for (int k = 0; k < oldItems.length; k++) {
      if (oldItems[k] != FREE) {
        int at = find(oldItems[k]);
        items[at] = oldItems[k];
        weights[at] = oldWeights[k];
      }
    }
  }
}
