package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalogue entry as it is sent and answered. */
final class ItemForm {
  private static final int MAX_TEXT = 2000;
  private static final List<String> CONTENT = List.of("title", "year", "genres", "attributes");

  private ItemForm() {}

  /** Reads an entry but for its id, noting faults. */
  static Item read(String id, Fields fields) {
    @Nullable String title = fields.title("title", MAX_TEXT);
    @Nullable Integer year = fields.integer("year", 0, 9999);
    List<String> genres = fields.texts("genres", 100, 100);
    Map<String, String> attributes = fields.textMap("attributes", 100, MAX_TEXT);
    boolean available = fields.flag("available", true);
    @Nullable Long until = fields.time("availableUntil");
    requireContent(fields);
    return new Item(id, title, year, genres, attributes, available, until);
  }

  /** An entry replaces the one before: an empty one would wipe out what is known of the item. */
  private static void requireContent(Fields fields) {
    if (CONTENT.stream().noneMatch(fields::has)) {
      fields.incomplete("must have at least one of " + CONTENT);
    }
  }

  /** Writes what {@link #read} reads. */
  static ObjectNode json(Item item) {
    ObjectNode node =
        Json.object()
            .put("itemId", item.getItemId())
            .put("title", item.getTitle())
            .put("year", item.getYear())
            .put("available", item.getAvailable())
            .put("availableUntil", item.getAvailableUntil());
    node.set("genres", Json.of(item.getGenres()));
    node.set("attributes", Json.of(item.getAttributes()));
    return node;
  }
}
