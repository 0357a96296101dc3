package io.millrace.tests.benchmark.peer;

import org.bytedeco.pytorch.Tensor;

/** An embedding table in one of two ways; see {@link LibtorchEngine}. */
sealed interface Table extends AutoCloseable permits DenseTable, RowTable {
  /** Makes ready for a step on these rows. */
  void open(int[]... uses);

  /** What the step looks rows up in: a leaf of the graph. */
  Tensor leaf();

  /** Where a row is in the leaf. */
  int at(int row);

  /** Adam on what the backward pass found. */
  void update(double rate);

  @Override
  void close();
}
