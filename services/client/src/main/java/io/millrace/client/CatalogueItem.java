package io.millrace.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalogue.
 *
 * @param title at most 2000 characters
 * @param year 0 to 9999
 * @param genres at most 100
 * @param attributes anything else, by name, at most 100
 * @param available whether it may be recommended
 * @param availableUntil from then on, by the event clock, it may not; null for no end
 */
public record CatalogueItem(
    String itemId,
    @Nullable String title,
    @Nullable Integer year,
    List<String> genres,
    Map<String, String> attributes,
    boolean available,
    @Nullable Instant availableUntil) {
  public CatalogueItem {
    genres = List.copyOf(genres);
    attributes = Map.copyOf(attributes);
  }

  /** An item that may be recommended. */
  public CatalogueItem(String itemId, String title, int year, List<String> genres) {
    this(itemId, title, year, genres, Map.of(), true, null);
  }
}
