package io.millrace.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.vector.Vectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Offset<Float> NEAR = within(1e-5f);

  @Test
  void shouldCrossAsWorkedByHand() {
    // x0 = (1, 2), x = (3, -1), W = [[1, 0], [2, 1]], b = (0.5, -1):
    // x W + b = (3 - 2 + 0.5, -1 - 1) = (1.5, -2); times x0 = (1.5, -4); plus x = (4.5, -5).
    CrossLayer layer = new CrossLayer(tensor(2, 2, 1, 0, 2, 1), tensor(1, 2, 0.5f, -1));
    float[] x0 = row(layer, 1, 2);
    float[] y = new float[layer.stride()];
    layer.apply(x0, row(layer, 3, -1), 1, y);
    assertThat(y[0]).isCloseTo(4.5f, NEAR);
    assertThat(y[1]).isCloseTo(-5f, NEAR);
    for (int i = 2; i < y.length; i++) {
      assertThat(y[i]).isZero();
    }
  }

  private static float[] row(CrossLayer layer, float... values) {
    return java.util.Arrays.copyOf(values, layer.stride());
  }

  @Test
  void shouldRefuseACrossLayerThatIsNotSquare() {
    assertThatThrownBy(() -> new CrossLayer(tensor(1, 2, 1, 0), tensor(1, 2, 0, 0)))
        .hasMessageContaining("t: must be square, is 1 x 2");
  }

  @Test
  void shouldRefuseARecurrentLayerWhoseWeightsDoNotFitTogether() {
    Tensor w = tensor(1, 3, 1, 1, 1);
    Tensor u = tensor(1, 3, 1, 1, 1);
    Tensor b = tensor(1, 3, 0, 0, 0);

    assertThatThrownBy(() -> new RecurrentLayer(tensor(1, 2, 1, 1), u, tensor(1, 2, 0, 0)))
        .hasMessageContaining("t: must have 3 columns, has 2");
    assertThatThrownBy(() -> new RecurrentLayer(w, tensor(1, 2, 1, 1), b))
        .hasMessageContaining("t: must have 3 columns, has 2");
    assertThat(new RecurrentLayer(w, u, b).width()).isEqualTo(1);
  }

  @Test
  void shouldFoldBatchNormalisationAsWorkedByHand() {
    // x = (2), W = (3, 1), b = (1, 0): 7, 2. Mean (5, 4), variance 4 each, gamma (2, 1), beta (0.5,
    // 1): 2 (7 - 5) / 2 + 0.5 = 2.5; (2 - 4) / 2 + 1 = 0.
    DenseLayer layer =
        DenseLayer.normalised(
            tensor(1, 2, 3, 1),
            tensor(1, 2, 1, 0),
            new BatchNorm(
                tensor(1, 2, 2, 1), tensor(1, 2, 0.5f, 1), tensor(1, 2, 5, 4), tensor(1, 2, 4, 4)));
    float[] y = new float[layer.paddedOut()];
    layer.apply(new float[] {2}, 0, 1, 1, y, 0, y.length);
    assertThat(y[0]).isCloseTo(2.5f, within(1e-4f));
    assertThat(y[1]).isCloseTo(0f, within(1e-4f));
  }

  @Test
  void shouldMultiplyAndNormaliseVectorsOfAnyLength() {
    for (int n : new int[] {1, 3, 16, 33}) {
      float[] ones = new float[n];
      java.util.Arrays.fill(ones, 2f);
      assertThat(Vectors.dot(ones, ones)).isEqualTo(4f * n);
      Vectors.normalise(ones, 0, n);
      assertThat(Vectors.dot(ones, ones)).isCloseTo(1f, NEAR);
    }
  }

  @Test
  void shouldMakeTheFirstUnitVectorOfZeros() {
    float[] zeros = new float[3];
    Vectors.normalise(zeros, 0, 3);
    assertThat(zeros).containsExactly(1f, 0f, 0f);
  }

  private static Tensor tensor(int rows, int columns, float... values) {
    return new Tensor("t", rows, columns, values);
  }
}
