package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.trainer.dataset.Interactions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Takes the weights of an earlier generation over: rows of items follow their ids. Pure. */
final class WarmStart {
  /** Fact of a bundle: event time of the newest rating it was trained on. */
  static final String TRAINED_UNTIL = "trained_until";

  private WarmStart() {}

  /**
   * Whether weights of a bundle mean the same here: same encoding of features, same networks. A new
   * genre or occupation moves every column after it.
   *
   * @return what differs; null if nothing does
   */
  static @Nullable String difference(Bundle bundle, FeatureEncoder encoder, NetworkLayout layout) {
    return Arrays.equals(bundle.encoder().toBytes(), encoder.toBytes())
        ? layout.difference(bundle)
        : "its features are encoded differently";
  }

  /** The first of the ratings before {@code end} that a bundle has not learned from. */
  static int firstAfter(Interactions data, int end, Bundle bundle) {
    long until = Long.parseLong(bundle.facts().getOrDefault(TRAINED_UNTIL, "0"));
    int first = end;
    while (first > 0 && data.time(first - 1) > until) {
      first--;
    }
    return first;
  }

  /** All tensors by name. */
  static Map<String, Tensor> byName(Bundle bundle) {
    Map<String, Tensor> tensors = new HashMap<>();
    bundle.tensors().forEach(t -> tensors.put(t.name(), t));
    return tensors;
  }

  /**
   * The same, with the item table in the order of the present items; new ones get the unknown's
   * row.
   */
  static Map<String, Tensor> tensors(Bundle bundle, List<String> itemIds, long seed) {
    Map<String, Tensor> tensors = byName(bundle);
    Tensor old = bundle.tensor("item.table");
    int dim = old.columns();
    Map<String, Integer> rows = new HashMap<>();
    bundle.itemIds().forEach(id -> rows.put(id, rows.size() + 1));
    float[] values = new float[(1 + itemIds.size()) * dim];
    SplittableRandom noise = new SplittableRandom(seed);
    System.arraycopy(old.values(), 0, values, 0, dim);
    for (int i = 0; i < itemIds.size(); i++) {
      int row = rows.getOrDefault(itemIds.get(i), 0);
      System.arraycopy(old.values(), row * dim, values, (i + 1) * dim, dim);
      for (int k = 0; row == 0 && k < dim; k++) {
        values[(i + 1) * dim + k] += (float) (noise.nextGaussian() * 0.01);
      }
    }
    tensors.put("item.table", new Tensor("item.table", 1 + itemIds.size(), dim, values));
    return tensors;
  }
}
