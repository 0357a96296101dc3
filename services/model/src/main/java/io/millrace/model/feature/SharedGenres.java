package io.millrace.model.feature;

import io.millrace.schemas.Item;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Gives a view's items their genres as shared objects, one for each of the few there are: a query
 * compares the genres of hundreds of items, which is then a look at references to what is at hand
 * already, and not at as many texts all over the heap. A genre that no item has any more is
 * forgotten. Thread-safe.
 */
public final class SharedGenres {
  private final Map<String, WeakReference<String>> genres = new WeakHashMap<>();

  /** An item equal to this one. */
  public Item in(Item item) {
    List<String> shared = item.getGenres().stream().map(this::shared).toList();
    return new Item(
        item.getItemId(),
        item.getTitle(),
        item.getYear(),
        shared,
        item.getAttributes(),
        item.getAvailable(),
        item.getAvailableUntil());
  }

  private synchronized String shared(String genre) {
    WeakReference<String> known = genres.get(genre);
    String first = known == null ? null : known.get();
    if (first != null) {
      return first;
    }
    genres.put(genre, new WeakReference<>(genre));
    return genre;
  }
}
