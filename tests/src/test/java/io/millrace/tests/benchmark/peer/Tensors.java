package io.millrace.tests.benchmark.peer;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Makes tensors from what the seam gives. */
final class Tensors {
  private Tensors() {}

  static Tensor floats(long... shape) {
    return torch.empty(shape);
  }

  static Tensor ints(long... shape) {
    return torch.empty(shape, new TensorOptions(ScalarType.Int), null);
  }

  static Tensor longs(long... shape) {
    return torch.empty(shape, new TensorOptions(ScalarType.Long), null);
  }

  /** A matrix with the given values, row-major. */
  static Tensor matrix(float[] values, long... shape) {
    Tensor tensor = floats(shape);
    tensor.data_ptr_float().put(values, 0, values.length);
    return tensor;
  }

  /** A vector of ordinals, as indices are asked for. */
  static Tensor ordinals(int[] values) {
    long[] wide = java.util.Arrays.stream(values).asLongStream().toArray();
    Tensor tensor = longs(wide.length);
    tensor.data_ptr_long().put(wide, 0, wide.length);
    return tensor;
  }

  /** What a tensor holds, row-major. */
  static float[] values(Tensor tensor) {
    Tensor dense = tensor.contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    dense.data_ptr_float().get(values, 0, values.length);
    return values;
  }

  /** Normal draws times a scale. */
  static float[] gaussian(int count, double scale, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  static float[] constant(int count, float value) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
