package io.millrace.model.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void shouldGiveFourDotProductsAsThePlainLoopDoesAtAnyLength() {
    Random random = new Random(SEED);
    for (int length = 1; length < 70; length++) {
      float[] query = floats(random, length);
      float[][] others = new float[4][];
      for (int i = 0; i < 4; i++) {
        others[i] = floats(random, length);
      }
      float[] out = new float[6];
      Vectors.dots(query, others[0], others[1], others[2], others[3], out, 1);
      for (int i = 0; i < 4; i++) {
        assertThat((double) out[1 + i])
            .as("seed %d, length %d", SEED, length)
            .isCloseTo(plain(query, others[i]), within(1e-4));
      }
      assertThat(new float[] {out[0], out[5]}).containsOnly(0f);
    }
  }

  /** As the Vector API's own sum does not, which is another one in the interpreter. */
  @Test
  void shouldAddLanesUpByHalvesInterpretedAndCompiled() {
    Random random = new Random(SEED);
    for (int call = 0; call < 30_000; call++) {
      float[] lanes = floats(random, FloatVector.SPECIES_PREFERRED.length());
      FloatVector vector = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, lanes, 0);
      for (int half = lanes.length / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          lanes[lane] += lanes[lane + half];
        }
      }
      if (Vectors.sum(vector) != lanes[0]) {
        fail("seed %d, call %d: %s is not %s", SEED, call, Vectors.sum(vector), lanes[0]);
      }
    }
  }

  @Test
  void shouldMultiplyAsThePlainLoopDoesAtAnyLength() {
    Random random = new Random(SEED);
    for (int length = 1; length < 70; length++) {
      float[] a = floats(random, length);
      float[] b = floats(random, length);
      float[] out = new float[length + 2];
      Vectors.multiply(a, b, out, 1);
      for (int i = 0; i < length; i++) {
        assertThat(out[1 + i]).as("seed %d, length %d", SEED, length).isEqualTo(a[i] * b[i]);
      }
      assertThat(new float[] {out[0], out[length + 1]}).containsOnly(0f);
    }
  }

  private static double plain(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private static float[] floats(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
