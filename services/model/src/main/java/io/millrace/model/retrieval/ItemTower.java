package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.schemas.Item;
import java.util.List;

/**
 * An item's vector from its id and content. Immutable, thread-safe.
 *
 * <p>Input {@code [row of item.table (dim) | item numbers]}; an item that the bundle does not know
 * takes row 0, so its vector comes from content alone.
 */
public final class ItemTower {
  private final Tower tower;
  private final ItemTable items;
  private final FeatureEncoder encoder;

  public ItemTower(Bundle bundle) {
    this.tower = new Tower(bundle, "item");
    this.items = new ItemTable(bundle);
    this.encoder = bundle.encoder();
    int width = items.dimension() + encoder.itemWidth();
    if (tower.in() != width) {
      throw new BundleFault("item.0.W: must have %d rows, has %d".formatted(width, tower.in()));
    }
  }

  /** Floats per vector. */
  public int dimension() {
    return tower.out();
  }

  /** Whether the item was trained on, rather than embedded by content alone. */
  public boolean knows(String itemId) {
    return items.row(itemId) > 0;
  }

  /** The item's unit vector. */
  public float[] embed(Item item) {
    return embedAll(List.of(item))[0];
  }

  /** The unit vectors of many items, in order. */
  public float[][] embedAll(List<Item> catalogue) {
    return tower.apply(catalogue.size(), (row, x, at) -> encode(catalogue.get(row), x, at));
  }

  /** The unit vectors of a catalogue, in order. */
  public static float[][] embedAll(Bundle bundle, List<Item> catalogue) {
    return new ItemTower(bundle).embedAll(catalogue);
  }

  private void encode(Item item, float[] x, int at) {
    items.copy(items.row(item.getItemId()), x, at);
    encoder.encodeItem(item, x, at + items.dimension());
  }
}
