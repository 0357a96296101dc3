package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.TwoTowerSpec;
import org.jspecify.annotations.Nullable;

/**
 * What the user tower sees: {@code [row of the user table (dim) | history (dim) | the user's
 * numbers]}. Confined to one thread.
 */
final class UserInput {
  private final Kernels kernels;
  private final LearnedTable users;
  private final History history;
  private final int dim;
  private final int denseWidth;
  private final IntBuffer rows;
  private final InputColumns input;

  UserInput(DeviceMemory memory, TwoTowerSpec spec, LearnedTable users, History history) {
    this.kernels = memory.kernels();
    this.users = users;
    this.history = history;
    this.dim = spec.dim();
    this.denseWidth = spec.userWidth();
    this.rows = new IntBuffer(memory);
    this.input = new InputColumns(memory, dim, dim, denseWidth);
  }

  void reserve(int count) {
    if (input.reserve(count)) {
      history.reserve(input.matrix().rows());
    }
  }

  /** [count, 2 dim + userWidth] as last filled. */
  Matrix matrix() {
    return input.matrix();
  }

  /** [count, dim] the histories as last filled. */
  Matrix past() {
    return input.part(1);
  }

  /**
   * Fills the input of {@code count} users, which stand at {@code from} in the arrays.
   *
   * @param userRow [all]
   * @param numbers [all, userWidth]
   * @param recent [all, historyLength] rows of the item table; of pooled histories
   * @param events of sequences
   * @param eventRows [all] rows of the item table in the events' place
   */
  void fill(
      int from,
      int count,
      int[] userRow,
      float[] numbers,
      int[] recent,
      @Nullable EventSequences events,
      int[] eventRows) {
    rows.upload(userRow, from, count);
    users.gather(count, rows.ints(), input.part(0));
    history.fill(from, count, recent, events, eventRows, past());
    kernels.uploadRows(numbers, from * denseWidth, input.part(2), count);
  }

  /** Entries of the user table; the gradient at the input begins at 0, learned columns only. */
  void enterUsers(int count, int[] userRow) {
    users.enter(count, userRow, 0, 2 * dim);
  }
}
