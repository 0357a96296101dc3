package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weighted mean of the last items' rows, each weight {@code historyDecay} times that of the
 * next newer one. Confined to one thread.
 */
final class PooledHistory implements History {
  private final LearnedTable items;
  private final float[] weights;
  private final Matrix weightsOnDevice;
  private final IntBuffer history;

  PooledHistory(DeviceMemory memory, TwoTowerSpec spec, LearnedTable items) {
    Kernels kernels = memory.kernels();
    this.items = items;
    this.weights = new float[spec.historyLength()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) Math.pow(spec.historyDecay(), k);
    }
    this.weightsOnDevice = Matrix.of(memory.floats(weights.length), 1, weights.length);
    kernels.uploadRows(weights, 0, weightsOnDevice, 1);
    this.history = new IntBuffer(memory);
  }

  @Override
  public void reserve(int rows) {
    history.reserve(rows * weights.length);
  }

  @Override
  public void fill(
      int from, int count, int[] recent, @Nullable EventSequences events, int[] rows, Matrix out) {
    history.upload(recent, from * weights.length, count * weights.length);
    items.pool(count, history.ints(), weightsOnDevice, out);
  }

  @Override
  public int furtherWidth() {
    return 0;
  }

  @Override
  public void backward(
      int count, @Nullable EventSequences events, Matrix out, Matrix gradient, Matrix further) {
    // The rows take their part of the gradient as it is.
  }

  @Override
  public void addActivations(Matrix out, List<Activation> activations) {
    // A mean of rows of the item table: there is no layer to name.
  }

  @Override
  public int entries(int count) {
    return count * weights.length;
  }

  @Override
  public void enter(int count, int[] recent, int[] rows, int at, int stride, int furtherAt) {
    for (int i = 0; i < count; i++) {
      float total = totalWeight(recent, i * weights.length);
      if (total > 0) {
        enterBag(recent, i * weights.length, at + i * stride, 1 / total);
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
