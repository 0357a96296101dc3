package io.millrace.model.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Ordinals with scores of -1 to 1, to take the best acceptable from: few are sorted, and few more
 * are judged than are taken. For one thread; may be filled again and again.
 *
 * <p>How it works: scores are counted in {@value #BUCKETS} ranges. The highest ranges that hold
 * enough are sorted and judged from the best; where too few of them are acceptable, the next ranges
 * follow.
 */
final class ScoredOrdinals {
  private static final int BUCKETS = 2048;

  private float[] scores = new float[1024];
  private int[] ordinals = new int[1024];
  private long[] keys = new long[1024];
  private final int[] counts = new int[BUCKETS];
  private int size;

  /** Forgets all. */
  void clear() {
    size = 0;
    Arrays.fill(counts, 0);
  }

  void add(int ordinal, float score) {
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      ordinals = Arrays.copyOf(ordinals, 2 * size);
    }
    scores[size] = score;
    ordinals[size++] = ordinal;
    counts[bucket(score)]++;
  }

  /** Writes the scores of ordinals 0, 1, 2, ... */
  interface Source {
    /** Writes {@code count} scores from {@code out[0]}. */
    void write(int count, float[] out);
  }

  /** Forgets all, and takes the first {@code count} ordinals. */
  void fill(int count, Source source) {
    clear();
    if (scores.length < count) {
      scores = new float[count + count / 8];
      ordinals = new int[scores.length];
    }
    source.write(count, scores);
    size = count;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      ordinals[ordinal] = ordinal;
      counts[bucket(scores[ordinal])]++;
    }
  }

  private static int bucket(float score) {
    return Math.clamp((int) ((score + 1) * (BUCKETS / 2)), 0, BUCKETS - 1);
  }

  /**
   * The best.
   *
   * @param k at most so many
   * @param accept which ordinals may be taken
   * @param name the item of an ordinal
   * @return highest score first, ties by item id
   */
  List<ScoredItem> best(int k, IntPredicate accept, IntFunction<String> name) {
    List<ScoredItem> best = new ArrayList<>(k);
    int above = BUCKETS;
    for (int wanted = 2 * k; above > 0 && best.size() < k; wanted *= 2) {
      int from = lowest(above, wanted);
      take(sorted(from, above), k, accept, name, best);
      above = from;
    }
    best.sort(NearestItems.BEST_FIRST);
    return best.size() > k ? best.subList(0, k) : best;
  }

  /** The range from which up to another one there are so many, or all there are. */
  private int lowest(int above, int wanted) {
    int from = above;
    for (int found = 0; from > 0 && found < wanted; from--) {
      found += counts[from - 1];
    }
    return from;
  }

  /** Sorts the keys of some ranges; returns how many there are. */
  private int sorted(int from, int above) {
    int n = 0;
    for (int i = 0; i < size; i++) {
      int bucket = bucket(scores[i]);
      if (bucket >= from && bucket < above) {
        keys = n == keys.length ? Arrays.copyOf(keys, 2 * n) : keys;
        keys[n++] = ScoreOrder.key(scores[i], i);
      }
    }
    Arrays.sort(keys, 0, n);
    return n;
  }

  /** Takes k in all, and those that score as the last of them does. */
  private void take(
      int n, int k, IntPredicate accept, IntFunction<String> name, List<ScoredItem> best) {
    for (int i = 0; i < n; i++) {
      int place = (int) keys[i];
      if (best.size() >= k && best.getLast().score() != scores[place]) {
        return;
      }
      if (accept.test(ordinals[place])) {
        best.add(new ScoredItem(name.apply(ordinals[place]), scores[place]));
      }
    }
  }
}
