package io.millrace.model.drift;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares values with earlier ones, a window at a time: the first full window is the reference,
 * each further one is held against it. Thread-safe.
 */
public final class DriftWindow {
  private static final int BINS = 10;

  private final double @Nullable [] given;
  private final double[] values;
  private int size;
  private double @Nullable [] edges;
  private long @Nullable [] reference;
  private double index = Double.NaN;

  private DriftWindow(int size, double @Nullable [] edges) {
    if (size < BINS) {
      throw new IllegalArgumentException("size: must be at least " + BINS + ", was " + size);
    }
    this.values = new double[size];
    this.given = edges;
    this.edges = edges;
  }

  /**
   * Over whole numbers, each a bin of its own.
   *
   * @param size values of a window, at least 10
   * @param least the lowest number
   * @param most the highest
   */
  public static DriftWindow ofNumbers(int size, int least, int most) {
    double[] edges = new double[most - least];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = least + i + 0.5;
    }
    return new DriftWindow(size, edges);
  }

  /**
   * Over any values, binned by the deciles of the reference.
   *
   * @param size values of a window, at least 10
   */
  public static DriftWindow ofValues(int size) {
    return new DriftWindow(size, null);
  }

  /** A value has come. */
  public synchronized void add(double value) {
    values[size++] = value;
    if (size == values.length) {
      close();
      size = 0;
    }
  }

  /** The next full window is the reference. */
  public synchronized void restart() {
    size = 0;
    edges = given;
    reference = null;
    index = Double.NaN;
  }

  /**
   * The {@linkplain PopulationStability index} of the last full window; NaN until there are two.
   */
  public synchronized double index() {
    return index;
  }

  private void close() {
    double[] bounds = edges == null ? deciles() : edges;
    edges = bounds;
    long[] counts = new long[bounds.length + 1];
    for (double value : values) {
      int at = Arrays.binarySearch(bounds, value);
      counts[at >= 0 ? at + 1 : -at - 1]++;
    }
    if (reference == null) {
      reference = counts;
    } else {
      index = PopulationStability.index(reference, counts);
    }
  }

  /** The values that cut the window into ten equal parts; fewer where many values are the same. */
  private double[] deciles() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] cuts = new double[BINS - 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = sorted[(i + 1) * sorted.length / BINS];
    }
    return Arrays.stream(cuts).distinct().toArray();
  }
}
