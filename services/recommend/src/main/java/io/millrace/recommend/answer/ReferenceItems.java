package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Json;

/** A list as the reference API writes it. */
final class ReferenceItems {
  private ReferenceItems() {}

  static ArrayNode json(ItemList list) {
    ArrayNode array = Json.array();
    for (ListedItem item : list.items()) {
      ObjectNode node = array.addObject();
      node.set("item_id", Json.id(item.itemId()));
      node.put("score", (float) item.score());
    }
    return array;
  }
}
