package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.TwoTowerSpec;

/**
 * What the user tower sees: {@code [row of the user table (dim) | pooled history (dim) | the user's
 * numbers]}. The history is the weighted mean of rows of the item table, each weight {@code
 * historyDecay} times that of the next newer item. Confined to one thread.
 */
final class UserInput {
  private final Kernels kernels;
  private final LearnedTable users;
  private final LearnedTable items;
  private final int dim;
  private final int denseWidth;
  private final float[] weights;
  private final Matrix weightsOnDevice;
  private final IntBuffer rows;
  private final IntBuffer history;
  private final RowBuffer input;
  private Matrix own;
  private Matrix pooled;
  private Matrix dense;

  UserInput(DeviceMemory memory, TwoTowerSpec spec, LearnedTable users, LearnedTable items) {
    this.kernels = memory.kernels();
    this.users = users;
    this.items = items;
    this.dim = spec.dim();
    this.denseWidth = spec.userWidth();
    this.weights = new float[spec.historyLength()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) Math.pow(spec.historyDecay(), k);
    }
    this.weightsOnDevice = Matrix.of(memory.floats(weights.length), 1, weights.length);
    kernels.uploadRows(weights, 0, weightsOnDevice, 1);
    this.rows = new IntBuffer(memory);
    this.history = new IntBuffer(memory);
    this.input = new RowBuffer(memory, 2 * dim + denseWidth);
    this.own = input.matrix().columns(0, dim);
    this.pooled = input.matrix().columns(dim, dim);
    this.dense = input.matrix().columns(2 * dim, denseWidth);
  }

  /** Leading columns that are learned: a row and a pooled history. */
  int learnedWidth() {
    return 2 * dim;
  }

  void reserve(int count) {
    if (count > input.matrix().rows()) {
      input.reserve(count);
      own = input.matrix().columns(0, dim);
      pooled = input.matrix().columns(dim, dim);
      dense = input.matrix().columns(2 * dim, denseWidth);
    }
  }

  /** [count, 2 dim + userWidth] as last filled. */
  Matrix matrix() {
    return input.matrix();
  }

  /**
   * Fills the input of {@code count} users, which stand at {@code from} in the arrays.
   *
   * @param userRow [all]
   * @param numbers [all, userWidth]
   * @param recent [all, historyLength] rows of the item table
   */
  void fill(int from, int count, int[] userRow, float[] numbers, int[] recent) {
    rows.upload(userRow, from, count);
    history.upload(recent, from * weights.length, count * weights.length);
    users.gather(count, rows.ints(), own);
    items.pool(count, history.ints(), weightsOnDevice, pooled);
    kernels.uploadRows(numbers, from * denseWidth, dense, count);
  }

  /** Entries of the user table; the gradient at the input begins at 0, learned columns only. */
  void enterUsers(int count, int[] userRow) {
    RowEntries entries = users.entries();
    for (int i = 0; i < count; i++) {
      entries.add(userRow[i], i * 2 * dim, 1);
    }
  }

  /** Entries of the item table that come from histories. */
  void enterHistory(int count, int[] recent) {
    for (int i = 0; i < count; i++) {
      float total = totalWeight(recent, i * weights.length);
      if (total > 0) {
        enterBag(recent, i * weights.length, i * 2 * dim + dim, 1 / total);
      }
    }
  }

  private float totalWeight(int[] recent, int at) {
    float total = 0;
    for (int k = 0; k < weights.length; k++) {
      total += recent[at + k] == 0 ? 0 : weights[k];
    }
    return total;
  }

  private void enterBag(int[] recent, int at, int source, float share) {
    RowEntries entries = items.entries();
    for (int k = 0; k < weights.length; k++) {
      if (recent[at + k] != 0) {
        entries.add(recent[at + k], source, weights[k] * share);
      }
    }
  }
}
