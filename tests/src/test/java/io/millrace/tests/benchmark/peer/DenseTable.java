package io.millrace.tests.benchmark.peer;

import org.bytedeco.pytorch.Tensor;

/** A table that is a parameter like any other, updated with the others. */
record DenseTable(Parameter parameter) implements Table {
  @Override
  public void open(int[]... uses) {
    // Every row is there.
  }

  @Override
  public Tensor leaf() {
    return parameter.value();
  }

  @Override
  public int at(int row) {
    return row;
  }

  @Override
  public void update(double rate) {
    // Done with the other parameters.
  }

  @Override
  public void close() {
    // Done with the other parameters.
  }
}
