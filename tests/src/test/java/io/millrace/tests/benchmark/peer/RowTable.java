package io.millrace.tests.benchmark.peer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A table of which a step selects the distinct rows it touches, and writes them back. */
final class RowTable implements Table {
  private static final int DISTINCT_DRAWS = 10_000;

  private final Tensor values;
  private final Tensor first;
  private final Tensor second;
  private final Tensor step = torch.zeros();
  private final Adam adam;
  private final int[] slotOfRow;
  private long[] touched = new long[1024];
  private int count;
  private @Nullable Tensor index;
  private @Nullable Tensor leaf;

  /** A table of small random rows. */
  RowTable(int rows, int dim, Adam adam, SplittableRandom random) {
    this.adam = adam;
    this.values = torch.empty(rows, dim);
    this.first = torch.zeros(rows, dim);
    this.second = torch.zeros(rows, dim);
    this.slotOfRow = new int[rows];
    Arrays.fill(slotOfRow, -1);
    fill(rows, dim, random);
  }

  /** The same draws over and over: ten million rows of new ones would take minutes. */
  private void fill(int rows, int dim, SplittableRandom random) {
    try (PointerScope _ = new PointerScope()) {
      float[] draws = Tensors.gaussian(DISTINCT_DRAWS * dim, 1 / Math.sqrt(dim), random);
      Tensor block = Tensors.matrix(draws, DISTINCT_DRAWS, dim);
      for (int from = 0; from < rows; from += DISTINCT_DRAWS) {
        int length = Math.min(DISTINCT_DRAWS, rows - from);
        values.narrow(0, from, length).copy_(block.narrow(0, 0, length));
      }
    }
  }

  @Override
  public void open(int[]... uses) {
    count = 0;
    for (int[] rows : uses) {
      for (int row : rows) {
        touch(row);
      }
    }
    Tensor selected = Tensors.longs(count);
    try (LongPointer memory = selected.data_ptr_long()) {
      memory.put(touched, 0, count);
    }
    index = selected;
    leaf = values.index_select(0, selected);
    leaf.set_requires_grad(true);
  }

  private void touch(int row) {
    if (slotOfRow[row] < 0) {
      if (count == touched.length) {
        touched = Arrays.copyOf(touched, 2 * count);
      }
      slotOfRow[row] = count;
      touched[count++] = row;
    }
  }

  @Override
  public Tensor leaf() {
    return java.util.Objects.requireNonNull(leaf, "open first");
  }

  @Override
  public int at(int row) {
    return slotOfRow[row];
  }

  @Override
  public void update(double rate) {
    Tensor rows = java.util.Objects.requireNonNull(index, "open first");
    try (AutoGradMode _ = new AutoGradMode(false)) {
      step.add_(new Scalar(1f));
      Tensor x = leaf().detach();
      Tensor m = first.index_select(0, rows);
      Tensor v = second.index_select(0, rows);
      adam.update(x, leaf().grad(), m, v, step, rate);
      values.index_copy_(0, rows, x);
      first.index_copy_(0, rows, m);
      second.index_copy_(0, rows, v);
    }
    for (int slot = 0; slot < count; slot++) {
      slotOfRow[(int) touched[slot]] = -1;
    }
    leaf = null;
    index = null;
  }

  @Override
  public void close() {
    values.close();
    first.close();
    second.close();
    step.close();
  }
}
