package io.millrace.tests.benchmark.peer;

import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;

/** Tensors that a batch is copied into, made once per batch size. */
final class TowerInputs implements AutoCloseable {
  private final int size;
  private final float[] decay;
  private final int[] indices;
  private final float[] shares;
  private final long[] targets;
  private final Tensor user;
  private final Tensor userDense;
  private final Tensor history;
  private final Tensor bags;
  private final Tensor weights;
  private final Tensor pool;
  private final Tensor poolContent;
  private final Tensor positive;

  TowerInputs(TwoTowerSpec spec, int size) {
    int length = spec.historyLength();
    this.size = size;
    this.decay = new float[length];
    for (int k = 0; k < length; k++) {
      decay[k] = (float) Math.pow(spec.historyDecay(), k);
    }
    this.indices = new int[size * length];
    this.shares = new float[size * length];
    this.targets = new long[size];
    this.user = Tensors.ints(size);
    this.userDense = Tensors.floats(size, spec.userWidth());
    this.history = Tensors.ints((long) size * length);
    this.bags = Tensors.ints(size);
    this.weights = Tensors.floats((long) size * length);
    this.pool = Tensors.ints(size);
    this.poolContent = Tensors.ints(size);
    this.positive = Tensors.longs(size);
    for (int i = 0; i < size; i++) {
      indices[i] = i * length;
    }
    put(bags, indices, size);
  }

  /** Copies a batch; rows become places in the tables' leaves. */
  void fill(RetrievalBatch batch, Table users, Table items) {
    try (FloatPointer memory = userDense.data_ptr_float()) {
      memory.put(batch.userDense(), 0, batch.userDense().length);
    }
    put(user, batch.userRow(), users);
    put(pool, batch.pool(), items);
    put(poolContent, batch.pool(), size);
    put(history, batch.history(), items);
    weigh(batch.history());
    for (int i = 0; i < size; i++) {
      targets[i] = batch.positive()[i];
    }
    try (LongPointer memory = positive.data_ptr_long()) {
      memory.put(targets, 0, size);
    }
  }

  private void put(Tensor to, int[] rows, Table table) {
    for (int i = 0; i < rows.length; i++) {
      indices[i] = table.at(rows[i]);
    }
    put(to, indices, rows.length);
  }

  private static void put(Tensor to, int[] values, int count) {
    try (IntPointer memory = to.data_ptr_int()) {
      memory.put(values, 0, count);
    }
  }

  private void weigh(int[] rows) {
    int length = decay.length;
    for (int i = 0; i < size; i++) {
      float total = 0;
      for (int k = 0; k < length; k++) {
        total += rows[i * length + k] == 0 ? 0 : decay[k];
      }
      for (int k = 0; k < length; k++) {
        shares[i * length + k] = rows[i * length + k] == 0 ? 0 : decay[k] / total;
      }
    }
    try (FloatPointer memory = weights.data_ptr_float()) {
      memory.put(shares, 0, shares.length);
    }
  }

  int size() {
    return size;
  }

  /** [size] */
  Tensor user() {
    return user;
  }

  /** [size, userWidth] */
  Tensor userDense() {
    return userDense;
  }

  /** [size * historyLength] */
  Tensor history() {
    return history;
  }

  /** [size] where each example's history begins. */
  Tensor bags() {
    return bags;
  }

  /** [size * historyLength], each example's summing to 1. */
  Tensor weights() {
    return weights;
  }

  /** [size] */
  Tensor pool() {
    return pool;
  }

  /** [size] rows of the items' content. */
  Tensor poolContent() {
    return poolContent;
  }

  /** [size] */
  Tensor positive() {
    return positive;
  }

  @Override
  public void close() {
    user.close();
    userDense.close();
    history.close();
    bags.close();
    weights.close();
    pool.close();
    poolContent.close();
    positive.close();
  }
}
