package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.TwoTowerSpec;

/**
 * What the item tower sees: {@code [row of the item table (dim) | the item's numbers]}; the numbers
 * of all items lie on the device. Confined to one thread.
 */
final class ItemInput {
  private final Kernels kernels;
  private final LearnedTable items;
  private final int dim;
  private final Matrix content;
  private final IntBuffer rows;
  private final IntBuffer contentRows;
  private final InputColumns input;

  ItemInput(DeviceMemory memory, TwoTowerSpec spec, LearnedTable items) {
    this.kernels = memory.kernels();
    this.items = items;
    this.dim = spec.dim();
    int width = spec.itemWidth();
    this.content = Matrix.of(memory.floats((long) items.rows() * width), items.rows(), width);
    kernels.uploadRows(spec.itemDense(), 0, content, items.rows());
    this.rows = new IntBuffer(memory);
    this.contentRows = new IntBuffer(memory);
    this.input = new InputColumns(memory, dim, width);
  }

  /** [items, itemWidth] the numbers of all items. */
  Matrix content() {
    return content;
  }

  void reserve(int count) {
    input.reserve(count);
  }

  /** [count, dim + itemWidth] as last filled. */
  Matrix matrix() {
    return input.matrix();
  }

  /**
   * Fills the input of {@code count} items.
   *
   * @param row [count] of the item table, 0 for an id that is to be unknown
   * @param contentOf [count] the same, never dropped
   */
  void fill(int count, int[] row, int[] contentOf) {
    rows.upload(row, 0, count);
    contentRows.upload(contentOf, 0, count);
    items.gather(count, rows.ints(), input.part(0));
    kernels.gather(count, content, contentRows.ints(), input.part(1));
  }

  /**
   * Entries of the item table.
   *
   * @param at where the gradient at the input begins, learned columns only
   */
  void enter(int count, int[] row, int at) {
    items.enter(count, row, at, dim);
  }
}
