package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A model's dense weights in one flat buffer, with their gradients and Adam's two moments (Kingma
 * and Ba 2015) in three more of the same layout: one pass over memory updates them all. Names lead
 * to slices, each at a multiple of {@value #ALIGNMENT} floats; what lies between has gradient 0.
 *
 * <p>The first {@value #ALIGNMENT} floats are no parameters: there losses leave what they report,
 * so that one that reports its value and then a gradient can do so right before the first
 * parameter.
 *
 * <p>Confined to one thread.
 */
final class Parameters {
  /** Floats: a cache line of 64 bytes. */
  private static final int ALIGNMENT = 16;

  private final Kernels kernels;
  private final double clip;
  private final Map<String, Matrix> weights = new LinkedHashMap<>();
  private final Map<String, Matrix> gradients = new LinkedHashMap<>();
  private final Floats weightData;
  private final Floats gradientData;
  private final Floats first;
  private final Floats second;
  private final Floats factor;
  private final long end;
  private final List<Matrix> held = new ArrayList<>();

  /** One tensor to hold. */
  record Shape(String name, int rows, int columns) {
    long size() {
      return (long) rows * columns;
    }
  }

  /**
   * Zeros of given shapes.
   *
   * @param clip greatest length of the whole gradient, beyond which it is scaled down (Pascanu et
   *     al. 2013); 0 for none
   */
  Parameters(DeviceMemory memory, List<Shape> shapes, double clip) {
    this.kernels = memory.kernels();
    this.clip = clip;
    this.end = ALIGNMENT + shapes.stream().mapToLong(shape -> aligned(shape.size())).sum();
    this.weightData = memory.floats(end);
    this.gradientData = memory.floats(end);
    this.first = memory.floats(end);
    this.second = memory.floats(end);
    this.factor = memory.floats(1);
    kernels.fill(factor, 0, 1, 1);
    long at = ALIGNMENT;
    for (Shape shape : shapes) {
      weights.put(shape.name(), slice(weightData, at, shape));
      gradients.put(shape.name(), slice(gradientData, at, shape));
      at += aligned(shape.size());
    }
  }

  private static long aligned(long size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static Matrix slice(Floats data, long at, Shape shape) {
    return new Matrix(data, at, shape.rows(), shape.columns(), shape.columns());
  }

  /** The weights of a name. */
  Matrix weight(String name) {
    return found(weights, name);
  }

  /** The gradient of a name, for layers to write. */
  Matrix gradient(String name) {
    return found(gradients, name);
  }

  private static Matrix found(Map<String, Matrix> slices, String name) {
    Matrix slice = slices.get(name);
    if (slice == null) {
      throw new IllegalArgumentException(name + ": must be one of " + slices.keySet());
    }
    return slice;
  }

  /** All names, in order. */
  Iterable<String> names() {
    return weights.keySet();
  }

  /** From now on weights whose name is not taken stay as they are. */
  void moveOnly(Predicate<String> names) {
    held.clear();
    gradients.forEach(
        (name, gradient) -> {
          if (!names.test(name)) {
            held.add(gradient);
          }
        });
  }

  /** Copies values in. */
  void set(String name, float[] values) {
    Matrix weight = weight(name);
    kernels.upload(values, 0, weight.data(), weight.offset(), values.length);
  }

  /** Starts from a given tensor where there is one of that name and shape. */
  void load(Map<String, Tensor> tensors) {
    weights.forEach(
        (name, weight) -> {
          Tensor given = tensors.get(name);
          if (given != null
              && given.rows() == weight.rows()
              && given.columns() == weight.columns()) {
            set(name, given.values());
          }
        });
  }

  /** Copies values out; waits for the device. */
  float[] values(String name) {
    return values(weight(name));
  }

  /** A copy of the gradient; waits for the device. */
  float[] gradientValues(String name) {
    return values(gradient(name));
  }

  private float[] values(Matrix slice) {
    float[] values = new float[slice.rows() * slice.columns()];
    kernels.download(slice.data(), slice.offset(), values, 0, values.length);
    return values;
  }

  /** Copies a tensor out; waits for the device. */
  Tensor tensor(String name) {
    Matrix weight = weight(name);
    return new Tensor(name, weight.rows(), weight.columns(), values(name));
  }

  /** Where losses leave what they report. */
  Floats reports() {
    return gradientData;
  }

  /**
   * One step of Adam on all of them, with the gradients that the layers have left.
   *
   * @param step from 1
   */
  void update(double rate, int step) {
    for (Matrix gradient : held) {
      long size = (long) gradient.rows() * gradient.columns();
      kernels.fill(
          gradient.data(),
          gradient.offset(),
          gradient.offset() + size,
          0); // Adam does not move it then
    }
    if (clip > 0) {
      kernels.clip(gradientData, ALIGNMENT, end, (float) clip, factor, 0);
    }
    kernels.adam(
        weightData, gradientData, first, second, ALIGNMENT, end, (float) rate, step, factor, 0);
  }
}
