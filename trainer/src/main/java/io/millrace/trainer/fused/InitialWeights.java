package io.millrace.trainer.fused;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random weights to start from; the same seed gives the same. */
final class InitialWeights {
  private InitialWeights() {}

  /** For layers before a ReLU: variance 2 / in (He et al. 2015). */
  static float[] he(int in, int out, long seed) {
    return normal(in * out, Math.sqrt(2.0 / in), seed);
  }

  /** For layers without: variance 2 / (in + out) (Glorot and Bengio 2010). */
  static float[] glorot(int in, int out, long seed) {
    return normal(in * out, Math.sqrt(2.0 / (in + out)), seed);
  }

  private static float[] normal(int count, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
