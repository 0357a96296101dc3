package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An embedding table: rows are gathered, singly or as weighted means of bags; only touched rows are
 * updated, with Adam's moments kept per row, so that a step costs the same for ten thousand rows
 * and for ten million. Row 0 is for what is out of the vocabulary.
 *
 * <p>Confined to one thread.
 */
final class LearnedTable {
  private static final int CHUNK = 1 << 20;
  private static final String SETTINGS = "trainer.user_buckets or trainer.embedding_dim";

  private final Kernels kernels;
  private final String name;
  private final Matrix values;
  private final Matrix first;
  private final Matrix second;
  private final RowEntries entries;

  /**
   * A table from a given tensor where there is one of its name and shape, else of small random
   * rows: variance 1 / dim.
   */
  LearnedTable(
      DeviceMemory memory, String name, int rows, int dim, long seed, Map<String, Tensor> initial) {
    this.kernels = memory.kernels();
    this.name = name;
    this.values = matrix(memory, rows, dim);
    this.first = matrix(memory, rows, dim);
    this.second = matrix(memory, rows, dim);
    this.entries = new RowEntries(memory, rows);
    Tensor given = initial.get(name);
    if (given != null && given.rows() == rows && given.columns() == dim) {
      kernels.upload(given.values(), 0, values.data(), 0, given.values().length);
    } else {
      randomise(seed);
    }
  }

  private Matrix matrix(DeviceMemory memory, int rows, int dim) {
    String purpose = "a third of %s with Adam's moments".formatted(name);
    return Matrix.of(memory.floats((long) rows * dim, purpose, SETTINGS), rows, dim);
  }

  /** In chunks: the table may be larger than the heap. */
  private void randomise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = 1 / Math.sqrt(values.columns());
    long size = values.data().size();
    float[] chunk = new float[(int) Math.min(CHUNK, size)];
    for (long at = 0; at < size; at += chunk.length) {
      int count = (int) Math.min(chunk.length, size - at);
      for (int i = 0; i < count; i++) {
        chunk[i] = (float) (random.nextGaussian() * scale);
      }
      kernels.upload(chunk, 0, values.data(), at, count);
    }
  }

  /** Rows, the one for the unknown included. */
  int rows() {
    return values.rows();
  }

  /**
   * Copies rows.
   *
   * @param out [count, dim]
   */
  void gather(int count, Ints index, Matrix out) {
    kernels.gather(count, values, index, out);
  }

  /**
   * Weighted means of each example's bag of rows; zeros for an empty one.
   *
   * @param index [count, bag], 0 for none
   * @param weights [1, bag]
   * @param out [count, dim]
   */
  void pool(int count, Ints index, Matrix weights, Matrix out) {
    kernels.pool(count, weights.columns(), values, index, weights, out);
  }

  /** [rows, dim]. */
  Matrix values() {
    return values;
  }

  /** [rows, dim] Adam's first moment; a tenth of the gradient after a row's first update. */
  Matrix firstMoment() {
    return first;
  }

  /**
   * Enters a row for each of {@code count} gradients.
   *
   * @param row [count]
   * @param at where the first gradient begins, in floats
   * @param stride floats from one gradient to the next
   */
  void enter(int count, int[] row, int at, int stride) {
    for (int i = 0; i < count; i++) {
      entries.add(row[i], at + i * stride, 1);
    }
  }

  /** Where a step's gradients are told. */
  RowEntries entries() {
    return entries;
  }

  /**
   * Adam on the rows that were entered.
   *
   * @param gradients what the entries point into
   * @param step from 1
   */
  void update(Floats gradients, double rate, int step) {
    kernels.adamRows(
        values, first, second, entries.touched(), entries.upload(), gradients, (float) rate, step);
  }

  /** Copies the table out; waits for the device. */
  Tensor export() {
    float[] copy = new float[Math.toIntExact(values.data().size())];
    kernels.download(values.data(), 0, copy, 0, copy.length);
    return new Tensor(name, values.rows(), values.columns(), copy);
  }
}
