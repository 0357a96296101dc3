package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import java.util.List;

/**
 * {@code c = (x V) Uᵀ}: the low-rank form of DCN-v2, {@code U (Vᵀ x)} for a column x (Wang et al.
 * 2021, section 3.3).
 *
 * <ul>
 *   <li>weights U, V: {@code [width, rank]}
 *   <li>inner t = x V: {@code [rows, rank]}
 * </ul>
 */
final class LowRankProjection implements CrossProjection {
  private final Kernels kernels;
  private final Parameters parameters;
  private final String name;
  private final int width;
  private final int rank;
  private final Matrix u;
  private final Matrix v;
  private final Matrix uGradient;
  private final Matrix vGradient;
  private final RowBuffer inner;
  private final RowBuffer innerGradient;

  LowRankProjection(
      DeviceMemory memory, Parameters parameters, String name, int width, int rank, long seed) {
    this.kernels = memory.kernels();
    this.parameters = parameters;
    this.name = name;
    this.width = width;
    this.rank = rank;
    this.u = parameters.weight(name + ".U");
    this.v = parameters.weight(name + ".V");
    this.uGradient = parameters.gradient(name + ".U");
    this.vGradient = parameters.gradient(name + ".V");
    this.inner = new RowBuffer(memory, rank);
    this.innerGradient = new RowBuffer(memory, rank);
    parameters.set(name + ".U", InitialWeights.glorot(width, rank, seed));
    parameters.set(name + ".V", InitialWeights.glorot(width, rank, ~seed));
  }

  @Override
  public void reserve(int rows) {
    inner.reserve(rows);
    innerGradient.reserve(rows);
  }

  @Override
  public void forward(int rows, Matrix x, Matrix c) {
    kernels.product(rows, rank, width, 1, x, false, v, false, 0, inner.matrix());
    kernels.product(rows, width, rank, 1, inner.matrix(), false, u, true, 0, c);
  }

  @Override
  public void backward(int rows, Matrix x, Matrix cGradient) {
    Matrix atInner = innerGradient.matrix();
    kernels.product(width, rank, rows, 1, cGradient, true, inner.matrix(), false, 0, uGradient);
    kernels.product(rows, rank, width, 1, cGradient, false, u, false, 0, atInner);
    kernels.product(width, rank, rows, 1, x, true, atInner, false, 0, vGradient);
  }

  @Override
  public void addInputGradient(int rows, Matrix cGradient, Matrix xGradient) {
    kernels.product(rows, width, rank, 1, innerGradient.matrix(), false, v, true, 1, xGradient);
  }

  @Override
  public List<Tensor> export() {
    Tensor left = parameters.tensor(name + ".V");
    Tensor right = parameters.tensor(name + ".U");
    return List.of(product(left.values(), right.values()), right, left);
  }

  /** V Uᵀ. */
  private Tensor product(float[] left, float[] right) {
    float[] whole = new float[width * width];
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < width; c++) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += (double) left[r * rank + k] * right[c * rank + k];
        }
        whole[r * width + c] = (float) sum;
      }
    }
    return new Tensor(name + ".W", width, width, whole);
  }
}
