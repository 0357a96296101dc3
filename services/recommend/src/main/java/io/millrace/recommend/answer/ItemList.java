package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Json;
import java.util.List;

/**
 * An answer.
 *
 * @param recommendationId joins impressions to reactions
 * @param modelVersion the generation that answered
 * @param tookMs time it took, milliseconds
 * @param items best first
 */
public record ItemList(
    String recommendationId, String modelVersion, double tookMs, List<ListedItem> items) {
  public ItemList {
    items = List.copyOf(items);
  }

  /** As {@code /v1} answers it. */
  public ObjectNode json() {
    ObjectNode node =
        Json.object()
            .put("recommendationId", recommendationId)
            .put("modelVersion", modelVersion)
            .put("tookMs", tookMs);
    ArrayNode list = node.putArray("items");
    items.forEach(item -> list.add(json(item)));
    return node;
  }

  private static ObjectNode json(ListedItem item) {
    ObjectNode node =
        Json.object()
            .put("itemId", item.itemId())
            .put("title", item.title())
            .put("score", item.score());
    ArrayNode sources = node.putArray("sources");
    item.sources().forEach(source -> sources.add(source.label()));
    return node;
  }
}
