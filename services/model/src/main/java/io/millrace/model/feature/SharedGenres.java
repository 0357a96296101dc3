package io.millrace.model.feature;

import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a view's items their genres as shared objects, one for each of the few there are: a query
 * compares the genres of hundreds of items, which is then a look at references to what is at hand
 * already, and not at as many texts all over the heap. Thread-safe.
 */
public final class SharedGenres {
  private final Map<String, String> genres = new ConcurrentHashMap<>();

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

  private String shared(String genre) {
    return genres.computeIfAbsent(genre, first -> first);
  }
}
