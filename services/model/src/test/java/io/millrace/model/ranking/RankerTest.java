package io.millrace.model.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final FeatureEncoder ENCODER = FeatureEncoder.fit(List.of(), List.of());

  @Test
  void shouldScoreAsWorkedByHand() {
    // x0 = (1, 2). Cross with W = I, b = 0: x0 (.) x0 + x0 = (2, 6). Deep: relu(1 - 2, 1 + 2) =
    // (0, 3). Rating: 0.1 * 2 + 0.05 * 3 = 0.35. Click: -1 + 0.5 * 6 - 0.5 * 3 = 0.5.
    Ranker ranker =
        new Ranker(
            new Bundle(
                List.of(),
                ENCODER,
                List.of(
                    new Tensor("rank.cross.0.W", 2, 2, new float[] {1, 0, 0, 1}),
                    new Tensor("rank.cross.0.b", 1, 2, new float[] {0, 0}),
                    new Tensor("rank.deep.0.W", 2, 2, new float[] {1, 1, -1, 1}),
                    new Tensor("rank.deep.0.b", 1, 2, new float[] {0, 0}),
                    new Tensor("rank.rating.W", 4, 1, new float[] {0.1f, 0, 0, 0.05f}),
                    new Tensor("rank.rating.b", 1, 1, new float[] {0}),
                    new Tensor("rank.click.W", 4, 1, new float[] {0, 0.5f, 0, -0.5f}),
                    new Tensor("rank.click.b", 1, 1, new float[] {-1}),
                    new Tensor("rank.blend", 1, 1, new float[] {0.25f})),
                Map.of()));
    Ranker.Heads heads = ranker.heads(1, rows(new float[] {1, 2}, 2))[0];
    assertThat(heads.rating()).isCloseTo(0.35f, within(1e-5f));
    assertThat(heads.click()).isCloseTo(0.5f, within(1e-5f));
    // 0.75 / (1 + e^-0.5) + 0.25 * 0.35
    assertThat(ranker.score(1, rows(new float[] {1, 2}, 2))[0]).isCloseTo(0.554345f, within(1e-5f));
  }

  /** What a thread keeps from call to call must not keep a retired generation. */
  @Test
  void shouldBeCollectedThoughTheThreadThatAskedItLivesOn() throws InterruptedException {
    Bundle bundle = new RandomBundle(3, 9, List.of("a"), ENCODER).ranker(1, 8).build();
    Ranker asked = new Ranker(bundle);
    assertThat(asked.score(1, rows(new float[asked.width()], asked.width()))).hasSize(1);
    WeakReference<Ranker> retired = new WeakReference<>(asked);
    asked = null;

    for (int i = 0; i < 100 && retired.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(retired.get()).isNull();
  }

  @Test
  void shouldEqualTheDoubleReferenceWhenRowsFillSeveralBlocks() {
    long seed = Long.getLong("seed", System.nanoTime());
    Bundle bundle = new RandomBundle(seed, 9, List.of("a"), ENCODER).ranker(3, 17, 12, 5).build();
    Ranker ranker = new Ranker(bundle);
    int rows = 131;
    float[] x0 = new float[rows * ranker.width()];
    Random random = new Random(seed);
    for (int i = 0; i < x0.length; i++) {
      x0[i] = random.nextFloat() * 2 - 1;
    }
    float[] scores = ranker.score(rows, rows(x0, ranker.width()));
    for (int r = 0; r < rows; r++) {
      double[] row = new double[ranker.width()];
      for (int c = 0; c < row.length; c++) {
        row[c] = x0[r * row.length + c];
      }
      assertThat((double) scores[r])
          .as("seed %d, row %d", seed, r)
          .isCloseTo(reference(bundle, row), within(1e-4));
    }
  }

  private static Ranker.Rows rows(float[] x0, int width) {
    return (row, out, at) -> System.arraycopy(x0, row * width, out, at, width);
  }

  private static double reference(Bundle bundle, double[] x0) {
    double[] x = x0;
    for (int l = 0; bundle.has("rank.cross." + l + ".W"); l++) {
      double[] p = product(bundle, "rank.cross." + l, x);
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = x0[i] * p[i] + x[i];
      }
      x = y;
    }
    double[] h = x0;
    for (int k = 0; bundle.has("rank.deep." + k + ".W"); k++) {
      h = product(bundle, "rank.deep." + k, h);
      for (int i = 0; i < h.length; i++) {
        h[i] = Math.max(0, h[i]);
      }
    }
    double[] joined = java.util.Arrays.copyOf(x, x.length + h.length);
    System.arraycopy(h, 0, joined, x.length, h.length);
    double rating = product(bundle, "rank.rating", joined)[0];
    double click = product(bundle, "rank.click", joined)[0];
    return 0.75 / (1 + Math.exp(-click)) + 0.25 * Math.clamp(rating, 0, 1);
  }

  private static double[] product(Bundle bundle, String name, double[] x) {
    Tensor w = bundle.tensor(name + ".W");
    double[] y = new double[w.columns()];
    for (int c = 0; c < y.length; c++) {
      y[c] = bundle.tensor(name + ".b").values()[c];
      for (int r = 0; r < x.length; r++) {
        y[c] += x[r] * w.values()[r * y.length + c];
      }
    }
    return y;
  }
}
