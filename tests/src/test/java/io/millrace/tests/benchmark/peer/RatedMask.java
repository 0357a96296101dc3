package io.millrace.tests.benchmark.peer;

import io.millrace.tests.benchmark.encoder.Examples;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What is added to logits so that rated items have no part in a softmax: kept from step to step,
 * and cleared only where it was set. Confined to one thread.
 */
final class RatedMask implements AutoCloseable {
  private static final float NEVER = -1e9f;

  private final int items;
  private Tensor mask;
  private FloatBuffer values;

  RatedMask(int items) {
    this.items = items;
    this.mask = torch.zeros(1, items);
    this.values = buffer(mask);
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return tensor.data_ptr_float().capacity(tensor.numel()).asBuffer();
  }

  /** [size, items] of the examples; to be {@link #clear cleared} before the next. */
  Tensor of(Examples examples) {
    if (examples.size() > mask.size(0)) {
      mask.close();
      mask = torch.zeros(examples.size(), items);
      mask.retainReference();
      values = buffer(mask);
    }
    set(examples, NEVER);
    return mask.narrow(0, 0, examples.size());
  }

  /** After the step. */
  void clear(Examples examples) {
    set(examples, 0);
  }

  private void set(Examples examples, float value) {
    for (int row = 0; row < examples.size(); row++) {
      for (int at = examples.ratedStart()[row]; at < examples.ratedStart()[row + 1]; at++) {
        values.put(row * items + examples.rated()[at], value);
      }
    }
  }

  @Override
  public void close() {
    mask.close();
  }
}
