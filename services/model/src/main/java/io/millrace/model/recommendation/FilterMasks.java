package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.filter.Filter;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.schemas.Item;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The masks of the filters used last over one index, kept up to date with the catalogue. A mask
 * says where an index search looks; whether an item may be answered is asked of the catalogue all
 * the same, so a mask that is behind for a moment lets nothing wrong through.
 *
 * <p>Thread-safe. A mask is made under the lock: threads that want the same one wait for it, as
 * does who tells of changes, so that none is missed.
 */
final class FilterMasks {
  /** Masks kept, one bit an item each. */
  static final int MOST = 64;

  private final ItemIndex index;
  private final FeatureView view;
  private final Map<Filter, ItemMask> masks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Filter, ItemMask> eldest) {
          return size() > MOST;
        }
      };

  FilterMasks(ItemIndex index, FeatureView view) {
    this.index = index;
    this.view = view;
  }

  /** The filter's mask. */
  synchronized ItemMask of(Filter filter) {
    ItemMask mask = masks.get(filter);
    if (mask == null || !index.isCurrent(mask)) {
      mask = index.mask(id -> matches(filter, id));
      masks.put(filter, mask);
    }
    return mask;
  }

  /** The item is new in the catalogue, has changed there or is gone. */
  synchronized void changed(String itemId) {
    masks.forEach((filter, mask) -> mask.set(itemId, matches(filter, itemId)));
  }

  private boolean matches(Filter filter, String itemId) {
    Item item = view.item(itemId);
    return item != null && item.getAvailable() && filter.matches(item);
  }

  /** How many are kept. */
  synchronized int size() {
    return masks.size();
  }
}
