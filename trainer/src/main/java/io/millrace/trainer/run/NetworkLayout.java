package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.learner.UserHistory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights that both networks have as configured, but for the rows of the item table, which
 * follow the catalogue. Immutable.
 */
final class NetworkLayout {
  private static final String RECURRENCE = "user.gru.W";

  private final int dim;
  private final Map<String, String> shapes = new LinkedHashMap<>();
  private final Set<String> absent = new LinkedHashSet<>();

  /** The layout that a configuration asks for. */
  NetworkLayout(TrainerConfig config, FeatureEncoder encoder, UserHistory history) {
    this.dim = config.embeddingDim();
    add("user.table", 1 + config.userBuckets(), dim);
    addTower("user", 2 * dim + encoder.userWidth(), config.userTowerDims());
    addTower("item", dim + encoder.itemWidth(), config.itemTowerDims());
    if (history == UserHistory.SEQUENCE) {
      add(RECURRENCE, dim + encoder.itemWidth() + EventSignals.WIDTH, 3 * dim);
    } else {
      absent.add(RECURRENCE);
    }
    addRanker(config, dim + encoder.pairWidth());
  }

  private void addTower(String side, int in, List<Integer> dims) {
    int last = addLayers(side, in, dims);
    add(side + "." + dims.size() + ".W", last, dim);
    absent.add(side + "." + (dims.size() + 1) + ".W");
  }

  private int addLayers(String name, int in, List<Integer> dims) {
    int width = in;
    for (int layer = 0; layer < dims.size(); layer++) {
      add(name + "." + layer + ".W", width, dims.get(layer));
      width = dims.get(layer);
    }
    return width;
  }

  private void addRanker(TrainerConfig config, int width) {
    for (int layer = 0; layer < config.crossLayers(); layer++) {
      add("rank.cross." + layer + ".W", width, width);
      if (config.crossRank() > 0) {
        // A bundle holds the product of the factors only.
        add("rank.cross." + layer + ".U", width, config.crossRank());
      }
    }
    absent.add("rank.cross." + config.crossLayers() + ".W");
    addLayers("rank.deep", width, config.dnnDims());
    absent.add("rank.deep." + config.dnnDims().size() + ".W");
  }

  private void add(String name, int rows, int columns) {
    shapes.put(name, rows + " x " + columns);
  }

  /**
   * How a bundle's networks are not these.
   *
   * @return the first difference; null if there is none
   */
  @Nullable String difference(Bundle bundle) {
    int own = bundle.tensor("item.table").columns();
    if (own != dim) {
      return "its vectors have %d floats, now %d".formatted(own, dim);
    }
    for (Map.Entry<String, String> shape : shapes.entrySet()) {
      if (!bundle.has(shape.getKey())) {
        return "it has no %s, now %s".formatted(shape.getKey(), shape.getValue());
      }
      Tensor tensor = bundle.tensor(shape.getKey());
      String found = tensor.rows() + " x " + tensor.columns();
      if (!found.equals(shape.getValue())) {
        return "its %s is %s, now %s".formatted(shape.getKey(), found, shape.getValue());
      }
    }
    return absent.stream()
        .filter(bundle::has)
        .findFirst()
        .map(name -> "it has %s, now none".formatted(name))
        .orElse(null);
  }
}
