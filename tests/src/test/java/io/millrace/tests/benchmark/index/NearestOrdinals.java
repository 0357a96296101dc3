package io.millrace.tests.benchmark.index;

import java.util.Arrays;

/** The k best-scored ordinals, in two arrays: a binary heap with the worst on top. One thread. */
final class NearestOrdinals {
  private final float[] scores;
  private final int[] ordinals;
  private int size;

  NearestOrdinals(int k) {
    scores = new float[k];
    ordinals = new int[k];
  }

  void offer(int ordinal, float score) {
    if (size < scores.length) {
      rise(size++, ordinal, score);
    } else if (score > scores[0]) {
      sink(ordinal, score);
    }
  }

  private void rise(int from, int ordinal, float score) {
    int at = from;
    while (at > 0 && scores[(at - 1) / 2] > score) {
      set(at, ordinals[(at - 1) / 2], scores[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    set(at, ordinal, score);
  }

  private void sink(int ordinal, float score) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      int worse = child + 1 < size && scores[child + 1] < scores[child] ? child + 1 : child;
      if (scores[worse] >= score) {
        break;
      }
      set(at, ordinals[worse], scores[worse]);
      at = worse;
    }
    set(at, ordinal, score);
  }

  private void set(int at, int ordinal, float score) {
    ordinals[at] = ordinal;
    scores[at] = score;
  }

  /** Those kept, best first. */
  int[] bestFirst() {
    Integer[] places = new Integer[size];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, (a, b) -> Float.compare(scores[b], scores[a]));
    return Arrays.stream(places).mapToInt(place -> ordinals[place]).toArray();
  }
}
