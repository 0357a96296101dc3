package io.millrace.tests.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.retrieval.ItemTower;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model bundle small enough to be kept, with an item tower, and the vectors that this makes of
 * its items.
 */
final class GoldenBundle {
  private static final int DIMENSION = 3;
  private static final int HIDDEN = 4;

  /** The last is not in the bundle: its vector comes from its content. */
  static final List<Item> ITEMS =
      List.of(
          new Item("1", "Eins", 1990, List.of("Drama"), Map.of(), true, null),
          new Item("zwei", "Größe", 2001, List.of("Crime", "Drama"), Map.of(), true, null),
          new Item("new", "Neu", 2020, List.of("Crime"), Map.of(), true, null));

  private final List<Tensor> tensors = new ArrayList<>();

  private GoldenBundle() {}

  /** As the present version writes it. */
  static Bundle make() {
    List<Item> known = ITEMS.subList(0, 2);
    User user = new User("u", new Demographics(33, "F", "artist", null), Map.of());
    FeatureEncoder encoder = FeatureEncoder.fit(known, List.of(user));
    GoldenBundle golden = new GoldenBundle();
    golden.matrix("item.table", 1 + known.size(), DIMENSION, 0);
    golden.normalised("item.0", DIMENSION + encoder.itemWidth(), HIDDEN);
    golden.normalised("item.1", HIDDEN, HIDDEN);
    golden.dense("item.2", HIDDEN, DIMENSION);
    return new Bundle(
        known.stream().map(Item::getItemId).toList(),
        encoder,
        golden.tensors,
        new Facts(20, 0.75).toMap());
  }

  private void normalised(String layer, int in, int out) {
    dense(layer, in, out);
    matrix(layer + ".gamma", 1, out, 2);
    matrix(layer + ".beta", 1, out, 1);
    matrix(layer + ".mean", 1, out, 0);
    matrix(layer + ".var", 1, out, 2);
  }

  private void dense(String layer, int in, int out) {
    matrix(layer + ".W", in, out, 0);
    matrix(layer + ".b", 1, out, 0.5f);
  }

  /** Numbers from -1 to 1 around a mean, no two neighbours equal. */
  private void matrix(String name, int rows, int columns, float mean) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + ((i * 5 + name.length()) % 17 - 8) / 8f;
    }
    tensors.add(new Tensor(name, rows, columns, values));
  }

  /** What the bundle says of itself and makes of the items. */
  static ObjectNode told(Bundle bundle) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    bundle.itemIds().forEach(told.putArray("items")::add);
    bundle.facts().forEach(told.putObject("facts")::put);
    ObjectNode vectors = told.putObject("vectors");
    ItemTower tower = new ItemTower(bundle);
    for (Item item : ITEMS) {
      var vector = vectors.putArray(item.getItemId());
      for (float value : tower.embed(item)) {
        vector.add((double) value);
      }
    }
    return told;
  }

  /** The numbers of a vector that {@link #told} has. */
  static double[] vector(JsonNode told, Item item) {
    return told.path("vectors")
        .path(item.getItemId())
        .valueStream()
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
