package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.reranking.Placement;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.shadow.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param recommendationId joins impressions to reactions
 * @param modelVersion the generation that answered
 * @param tookMs time it took, milliseconds
 * @param items best first
 * @param next the cursor of the next page; null where there is none
 * @param moved what has changed since the first page; null where it is the first
 */
public record ItemList(
    String recommendationId,
    String modelVersion,
    double tookMs,
    List<ListedItem> items,
    @Nullable String next,
    @Nullable List<String> moved) {
  public ItemList {
    items = List.copyOf(items);
    moved = moved == null ? null : List.copyOf(moved);
  }

  /** A list that is no page. */
  public ItemList(
      String recommendationId, String modelVersion, double tookMs, List<ListedItem> items) {
    this(recommendationId, modelVersion, tookMs, items, null, null);
  }

  /** What the shadow is held against. */
  Shown shown() {
    return new Shown(recommendationId, items.stream().map(ListedItem::itemId).toList(), tookMs);
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
    if (moved != null) {
      node.set("moved", Json.of(moved));
    }
    if (next != null) {
      node.put("next", next);
    }
    return node;
  }

  private static ObjectNode json(ListedItem item) {
    ObjectNode node =
        Json.object()
            .put("itemId", item.itemId())
            .put("title", item.title())
            .put("year", item.year())
            .put("score", item.score());
    node.set("genres", Json.of(item.genres()));
    ArrayNode sources = node.putArray("sources");
    item.sources().forEach(source -> sources.add(source.label()));
    if (item.placement() != Placement.RANKED) {
      node.put("placement", item.placement().label());
    }
    if (item.reasons() != null) {
      ExplanationJson.putReasons(node, item.reasons());
    }
    if (item.evidence() != null) {
      ExplanationJson.putExplanation(node, item.evidence());
    }
    return node;
  }
}
