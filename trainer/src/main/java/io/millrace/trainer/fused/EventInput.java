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
  private final int eventWidth;
  private final IntBuffer rows;
  private final IntBuffer starts;
  private final RowBuffer input;
  private Matrix own;
  private Matrix numbers;
  private Matrix signals;

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
    this.eventWidth = spec.eventWidth();
    this.rows = new IntBuffer(memory);
    this.starts = new IntBuffer(memory);
    this.input = new RowBuffer(memory, width(spec));
    this.own = input.matrix().columns(0, dim);
    this.numbers = input.matrix().columns(dim, content.columns());
    this.signals = input.matrix().columns(dim + content.columns(), eventWidth);
  }

  /** Columns. */
  static int width(TwoTowerSpec spec) {
    return spec.dim() + spec.itemWidth() + spec.eventWidth();
  }

  void reserve(int count) {
    if (count > input.matrix().rows()) {
      input.reserve(count);
      own = input.matrix().columns(0, dim);
      numbers = input.matrix().columns(dim, content.columns());
      signals = input.matrix().columns(dim + content.columns(), eventWidth);
    }
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
    items.gather(count, rows.ints(), own);
    rows.upload(events.items(), 0, count);
    kernels.gather(count, content, rows.ints(), numbers);
    kernels.uploadRows(events.signals(), 0, signals, count);
  }

  /**
   * Entries of the item table.
   *
   * @param at where the gradient at the input begins, learned columns only
   */
  void enter(int count, int[] row, int at) {
    RowEntries entries = items.entries();
    for (int i = 0; i < count; i++) {
      entries.add(row[i], at + i * dim, 1);
    }
  }
}
