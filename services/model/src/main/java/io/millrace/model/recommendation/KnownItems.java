package io.millrace.model.recommendation;

import io.millrace.model.encode.KnownItem;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.ItemColumn;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a view's items, worked out anew only for an item that has changed. Thread-safe
 * if the view is: what a thread works out while the column grows may be worked out again.
 */
final class KnownItems {
  private final FeatureView view;
  private final ItemColumn<KnownItem> items = new ItemColumn<>();

  KnownItems(FeatureView view) {
    this.view = view;
  }

  /**
   * An item as it is now.
   *
   * @param item its catalogue entry, or null
   */
  KnownItem of(int ordinal, @Nullable Item item) {
    ItemFeatures features = view.itemFeatures(ordinal);
    KnownItem known = items.get(ordinal);
    if (known == null || !known.isOf(item, features)) {
      known = KnownItem.of(item, features);
      items.set(ordinal, known);
    }
    return known;
  }
}
