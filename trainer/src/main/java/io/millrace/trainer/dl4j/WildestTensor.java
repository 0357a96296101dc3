package io.millrace.trainer.dl4j;

import io.millrace.model.bundle.Tensor;
import java.util.Comparator;
import java.util.List;

/** Where training went astray, by the weights it left. */
final class WildestTensor {
  private WildestTensor() {}

  /**
   * The name of the first tensor that is not finite, or else of the one with the greatest weight.
   */
  static String of(List<Tensor> tensors) {
    return tensors.stream()
        .max(Comparator.comparingDouble(tensor -> greatest(tensor.values())))
        .map(Tensor::name)
        .orElse("none");
  }

  /** Infinite where a value is no finite number. */
  private static double greatest(float[] values) {
    double greatest = 0;
    for (float value : values) {
      greatest = Float.isFinite(value) ? Math.max(greatest, Math.abs(value)) : Double.MAX_VALUE;
      if (greatest == Double.MAX_VALUE) {
        break;
      }
    }
    return greatest;
  }
}
