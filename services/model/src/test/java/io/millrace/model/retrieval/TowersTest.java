package io.millrace.model.retrieval;

import static io.millrace.model.encode.Samples.item;
import static io.millrace.model.encode.Samples.rated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.Samples;
import io.millrace.model.encode.UserBuckets;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TowersTest {
  private static final int DIM = 6;
  private static final List<Item> ITEMS =
      List.of(item("a", 1980, "Drama"), item("b", 2000, "Action"), item("new", 1990, "Drama"));
  private static final FeatureEncoder ENCODER = FeatureEncoder.fit(ITEMS, List.of());
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Bundle bundle =
      new RandomBundle(seed, DIM, List.of("a", "b"), ENCODER).towers(19, 7).build();

  @Test
  void shouldEmbedItemsAsTheUnfoldedNetworkDoes() {
    ItemTower tower = new ItemTower(bundle);
    List<Item> many = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      many.add(ITEMS.get(i % 3));
    }
    float[][] vectors = tower.embedAll(many);
    for (int i = 0; i < many.size(); i++) {
      // Rows: a is 1, b is 2, the item that the bundle does not know is 0.
      double[] x = concat(row("item.table", (i + 1) % 3), content(many.get(i)));
      assertVector(vectors[i], reference("item", x));
    }
    assertThat(tower.embed(ITEMS.get(2))).containsExactly(vectors[2]);
    assertThat(tower.knows("a")).isTrue();
    assertThat(tower.knows("new")).isFalse();
  }

  @Test
  void shouldPoolTheHistoryNewestFirst() {
    // history_length 3, decay 0.8: newest b (1), unknown (left out), a (0.64); the fourth is cut.
    QueryState state =
        new QueryState(
            "someone", null, null, List.of(recent("b"), recent("x"), recent("a"), recent("a")), 0);
    double[] a = row("item.table", 1);
    double[] b = row("item.table", 2);
    double[] pooled = new double[DIM];
    for (int d = 0; d < DIM; d++) {
      pooled[d] = (b[d] + 0.64 * a[d]) / 1.64;
    }
    double[] x =
        concat(row("user.table", UserBuckets.row("someone", 7)), pooled, new double[numbers()]);
    assertVector(new UserTower(bundle).embed(state), reference("user", x));
  }

  @Test
  void shouldEmbedAnAnonymousUserWithoutHistoryByRowZero() {
    QueryState state = new QueryState(null, null, null, List.of(), 0);
    double[] x = concat(row("user.table", 0), new double[DIM], new double[numbers()]);
    assertVector(new UserTower(bundle).embed(state), reference("user", x));
  }

  @Test
  void shouldFeedTheUsersNumbers() {
    QueryState state = new QueryState(null, Samples.user(2, 14, 100), null, List.of(), Samples.NOW);
    float[] dense = new float[numbers()];
    ENCODER.encodeUser(state.aggregates(), null, Samples.NOW, dense, 0);
    double[] x = concat(row("user.table", 0), new double[DIM], widen(dense));
    assertVector(new UserTower(bundle).embed(state), reference("user", x));
  }

  @Test
  void shouldNameTheTensorThatDoesNotFitTheEncoder() {
    FeatureEncoder other = FeatureEncoder.fit(List.of(item("a", 1, "X", "Y", "Z")), List.of());
    Bundle mixed = new Bundle(bundle.itemIds(), other, bundle.tensors(), bundle.facts());
    assertThatThrownBy(() -> new ItemTower(mixed))
        .isInstanceOf(BundleFault.class)
        .hasMessage("item.0.W: must have 12 rows, has 11");
    assertThatThrownBy(() -> new UserTower(mixed)).hasMessageStartingWith("user.0.W: must have ");
    Bundle lacking = new Bundle(List.of("a"), ENCODER, bundle.tensors(), bundle.facts());
    assertThatThrownBy(() -> new ItemTower(lacking))
        .hasMessage("item.table: must have 2 rows, has 3");
  }

  private static int numbers() {
    return ENCODER.userWidth();
  }

  private void assertVector(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int d = 0; d < expected.length; d++) {
      assertThat((double) found[d]).as("seed %d", seed).isCloseTo(expected[d], within(1e-4));
    }
  }

  private static double[] content(Item item) {
    float[] out = new float[ENCODER.itemWidth()];
    ENCODER.encodeItem(item, out, 0);
    return widen(out);
  }

  private static RecentItem recent(String id) {
    return new RecentItem(rated(id, 8), null, TransitionRow.EMPTY, null);
  }

  private double[] row(String table, int row) {
    Tensor tensor = bundle.tensor(table);
    double[] values = new double[tensor.columns()];
    for (int d = 0; d < values.length; d++) {
      values[d] = tensor.values()[row * values.length + d];
    }
    return values;
  }

  /** The network step by step in doubles, batch normalisation not folded. */
  private double[] reference(String side, double[] x) {
    double[] h = x;
    for (int l = 0; l < 2; l++) {
      String layer = side + "." + l;
      h = product(layer, h);
      for (int i = 0; i < h.length; i++) {
        double normal = (h[i] - at(layer, "mean", i)) / Math.sqrt(at(layer, "var", i) + 1e-5);
        h[i] = Math.max(0, at(layer, "gamma", i) * normal + at(layer, "beta", i));
      }
    }
    h = product(side + ".2", h);
    double norm = 0;
    for (double value : h) {
      norm += value * value;
    }
    for (int i = 0; i < h.length; i++) {
      h[i] /= Math.sqrt(norm);
    }
    return h;
  }

  private double at(String layer, String name, int i) {
    return bundle.tensor(layer + "." + name).values()[i];
  }

  private double[] product(String layer, double[] x) {
    Tensor w = bundle.tensor(layer + ".W");
    double[] y = new double[w.columns()];
    for (int c = 0; c < y.length; c++) {
      y[c] = at(layer, "b", c);
      for (int r = 0; r < x.length; r++) {
        y[c] += x[r] * w.values()[r * y.length + c];
      }
    }
    return y;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] concat(double[]... parts) {
    return Stream.of(parts).flatMapToDouble(java.util.Arrays::stream).toArray();
  }
}
