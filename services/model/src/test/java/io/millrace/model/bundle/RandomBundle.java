package io.millrace.model.bundle;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.ranking.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks with random weights, of any size, for tests of inference. */
public final class RandomBundle {
  private final Random random;
  private final List<Tensor> tensors = new ArrayList<>();
  private final int dim;
  private final List<String> itemIds;
  private final FeatureEncoder encoder;

  public RandomBundle(long seed, int dim, List<String> itemIds, FeatureEncoder encoder) {
    this.random = new Random(seed);
    this.dim = dim;
    this.itemIds = itemIds;
    this.encoder = encoder;
    add("item.table", itemIds.size() + 1, dim);
    add("user.table", 1 + 7, dim);
  }

  /** Adds both towers, with the given hidden widths. */
  public RandomBundle towers(int first, int second) {
    tower("user", 2 * dim + encoder.userWidth(), first, second);
    tower("item", dim + encoder.itemWidth(), first, second);
    return this;
  }

  private void tower(String side, int in, int first, int second) {
    normalised(side + ".0", in, first);
    normalised(side + ".1", first, second);
    dense(side + ".2", second, dim);
  }

  private void normalised(String layer, int in, int out) {
    dense(layer, in, out);
    add(layer + ".gamma", 1, out);
    add(layer + ".beta", 1, out);
    add(layer + ".mean", 1, out);
    Tensor var = add(layer + ".var", 1, out);
    for (int i = 0; i < out; i++) {
      var.values()[i] = 0.5f + Math.abs(var.values()[i]);
    }
  }

  /** Adds a ranker. */
  public RandomBundle ranker(int crossLayers, int... deep) {
    int width = dim + encoder.pairWidth();
    for (int l = 0; l < crossLayers; l++) {
      dense("rank.cross." + l, width, width);
    }
    int in = width;
    for (int k = 0; k < deep.length; k++) {
      dense("rank.deep." + k, in, deep[k]);
      in = deep[k];
    }
    dense("rank.rating", width + in, 1);
    dense("rank.click", width + in, 1);
    tensors.add(new Tensor("rank.blend", 1, 1, new float[] {0.25f}));
    tensors.add(new Calibration(1.5f, 0.75f).tensor());
    return this;
  }

  private void dense(String name, int in, int out) {
    add(name + ".W", in, out);
    add(name + ".b", 1, out);
  }

  private Tensor add(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(Math.max(1, rows)));
    }
    Tensor tensor = new Tensor(name, rows, columns, values);
    tensors.add(tensor);
    return tensor;
  }

  public Bundle build() {
    return new Bundle(itemIds, encoder, tensors, Map.of("history_length", "3", "note", "random"));
  }
}
