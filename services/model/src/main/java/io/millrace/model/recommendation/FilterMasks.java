package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.filter.Filter;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The masks of the filters used last over a view and its index, kept up to date with the catalogue.
 * A mask says where to look; whether an item may be answered is asked of the catalogue all the
 * same, so a mask that is behind for a moment lets nothing wrong through.
 *
 * <p>Thread-safe. A mask takes a look at every item, so threads that want the same one wait while
 * the first makes it; those that want others do not.
 */
final class FilterMasks {
  /** Masks kept, two bits an item each. */
  static final int MOST = 64;

  private final @Nullable ItemIndex index;
  private final FeatureView view;
  private final Map<Filter, Kept> masks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Filter, Kept> eldest) {
          return size() > MOST;
        }
      };

  FilterMasks(@Nullable ItemIndex index, FeatureView view) {
    this.index = index;
    this.view = view;
  }

  /** The filter's mask. */
  FilterMask of(Filter filter) {
    Kept kept;
    synchronized (this) {
      kept = masks.computeIfAbsent(filter, Kept::new);
    }
    return kept.mask();
  }

  /** The item is new in the catalogue, has changed there or is gone. */
  void changed(String itemId) {
    List<Kept> all;
    synchronized (this) {
      all = new ArrayList<>(masks.values());
    }
    all.forEach(kept -> kept.changed(itemId));
  }

  /** How many are kept. */
  synchronized int size() {
    return masks.size();
  }

  /** A filter's mask, made when it is first asked for, and anew where the index has grown new. */
  private final class Kept {
    private final Filter filter;
    private final Object making = new Object();
    private @Nullable FilterMask mask;

    /** Changes that the mask being made may have missed; null while none is made. */
    private @Nullable List<String> missed;

    Kept(Filter filter) {
      this.filter = filter;
    }

    FilterMask mask() {
      FilterMask made = current();
      if (made != null) {
        return made;
      }
      synchronized (making) {
        made = current();
        return made == null ? make() : made;
      }
    }

    private synchronized @Nullable FilterMask current() {
      return mask != null && isCurrent(mask.index()) ? mask : null;
    }

    private FilterMask make() {
      synchronized (this) {
        missed = new ArrayList<>();
      }
      FilterMask made = null;
      try {
        made = look();
        return made;
      } finally {
        take(made);
      }
    }

    private FilterMask look() {
      OrdinalMask catalogue = new OrdinalMask();
      int items = view.ordinals().size();
      for (int ordinal = 0; ordinal < items; ordinal++) {
        catalogue.set(ordinal, matches(ordinal));
      }
      return new FilterMask(catalogue, indexed(catalogue));
    }

    /**
     * Takes a mask, null where it could not be made, and catches up with what it may have missed.
     */
    private synchronized void take(@Nullable FilterMask made) {
      List<String> changes = missed == null ? List.of() : missed;
      missed = null;
      if (made != null) {
        mask = made;
        changes.forEach(this::changed);
      }
    }

    synchronized void changed(String itemId) {
      if (missed != null) {
        missed.add(itemId);
      }
      if (mask != null) {
        int ordinal = view.ordinals().of(itemId);
        boolean within = matches(ordinal);
        mask.catalogue().set(ordinal, within);
        if (mask.index() != null) {
          mask.index().set(itemId, within);
        }
      }
    }

    private boolean matches(int ordinal) {
      Item item = view.item(ordinal);
      return item != null && item.getAvailable() && filter.matches(item);
    }
  }

  private boolean isCurrent(@Nullable ItemMask mask) {
    return index == null || (mask != null && index.isCurrent(mask));
  }

  private @Nullable ItemMask indexed(OrdinalMask catalogue) {
    return index == null ? null : index.mask(catalogue.ids(view.ordinals()));
  }
}
