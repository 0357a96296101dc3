package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;

/**
 * What a layer computed last, kept for the search for where training went astray.
 *
 * @param layer name of its tensors' beginning, such as {@code user.0}
 * @param values [at least rows, width]
 */
record Activation(String layer, Matrix values) {
  /**
   * The layer that first lost finite numbers, or else the one of the greatest.
   *
   * @param activations in the order of the forward pass, at least one
   */
  static String wildest(Kernels kernels, int rows, List<Activation> activations) {
    String wildest = activations.getFirst().layer();
    float greatest = -1;
    for (Activation activation : activations) {
      float here = activation.greatest(kernels, rows);
      if (here > greatest) {
        greatest = here;
        wildest = activation.layer();
      }
    }
    return wildest;
  }

  /** Greatest magnitude; infinity where a value is no finite number. */
  private float greatest(Kernels kernels, int rows) {
    float[] row = new float[values.columns()];
    float greatest = 0;
    for (int r = 0; r < rows; r++) {
      long at = values.offset() + (long) r * values.stride();
      kernels.download(values.data(), at, row, 0, row.length);
      for (float value : row) {
        greatest =
            Float.isFinite(value) ? Math.max(greatest, Math.abs(value)) : Float.POSITIVE_INFINITY;
        if (greatest == Float.POSITIVE_INFINITY) {
          return greatest;
        }
      }
    }
    return greatest;
  }
}
