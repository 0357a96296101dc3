package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.TwoTowerSpec;

/**
 * What the recurrence takes in of each event: {@code [row of the item table (dim) | the item's
 * numbers | the event's signals]}. Confined to one thread.
 */
final class EventInput {
  private final Kernels kernels;
  private final LearnedTable items;
  private final Matrix content;
  private final int dim;
  private final IntBuffer rows;
  private final IntBuffer starts;
  private final InputColumns input;

  /**
   * An input.
   *
   * @param content [items, itemWidth] the numbers of all items, on the device
   */
  EventInput(DeviceMemory memory, TwoTowerSpec spec, LearnedTable items, Matrix content) {
    this.kernels = memory.kernels();
    this.items = items;
    this.content = content;
    this.dim = spec.dim();
    this.rows = new IntBuffer(memory);
    this.starts = new IntBuffer(memory);
    this.input = new InputColumns(memory, dim, content.columns(), spec.eventWidth());
  }

  /** Columns. */
  static int width(TwoTowerSpec spec) {
    return spec.dim() + spec.itemWidth() + spec.eventWidth();
  }

  void reserve(int count) {
    input.reserve(count);
  }

  /** [rows, dim + itemWidth + eventWidth] as last filled. */
  Matrix matrix() {
    return input.matrix();
  }

  /** First row of each step, as last filled. */
  Ints starts() {
    return starts.ints();
  }

  /**
   * Fills the input of all rows.
   *
   * @param row [rows] of the item table, 0 for an id that is to be unknown
   */
  void fill(EventSequences events, int[] row) {
    int count = events.rows();
    starts.upload(events.starts(), 0, events.steps() + 1);
    rows.upload(row, 0, count);
    items.gather(count, rows.ints(), input.part(0));
    rows.upload(events.items(), 0, count);
    kernels.gather(count, content, rows.ints(), input.part(1));
    kernels.uploadRows(events.signals(), 0, input.part(2), count);
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
