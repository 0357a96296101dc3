package io.millrace.recommend.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.shadow.Shown;
import java.io.IOException;
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
 * @param leftOut what was pinned and cannot be shown
 */
public record ItemList(
    String recommendationId,
    String modelVersion,
    double tookMs,
    List<ListedItem> items,
    @Nullable String next,
    @Nullable List<String> moved,
    List<LeftOutPin> leftOut)
    implements Json.Content {
  public ItemList {
    items = List.copyOf(items);
    moved = moved == null ? null : List.copyOf(moved);
    leftOut = List.copyOf(leftOut);
  }

  /** A list that is no page. */
  public ItemList(
      String recommendationId, String modelVersion, double tookMs, List<ListedItem> items) {
    this(recommendationId, modelVersion, tookMs, items, null, null, List.of());
  }

  /** The ids, best first. */
  List<String> itemIds() {
    return items.stream().map(ListedItem::itemId).toList();
  }

  /** What the shadow is held against. */
  Shown shown() {
    return new Shown(recommendationId, itemIds(), tookMs);
  }

  /** As {@code /v1} answers it. */
  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    writeFields(out);
    out.writeEndObject();
  }

  /** The same, within an object that has other fields too. */
  public void writeFields(JsonGenerator out) throws IOException {
    out.writeStringField("recommendationId", recommendationId);
    out.writeStringField("modelVersion", modelVersion);
    out.writeNumberField("tookMs", tookMs);
    out.writeArrayFieldStart("items");
    for (ListedItem item : items) {
      item.writeTo(out);
    }
    out.writeEndArray();
    if (moved != null) {
      out.writeArrayFieldStart("moved");
      for (String what : moved) {
        out.writeString(what);
      }
      out.writeEndArray();
    }
    if (!leftOut.isEmpty()) {
      out.writeArrayFieldStart("pinsLeftOut");
      for (LeftOutPin pin : leftOut) {
        pin.writeTo(out);
      }
      out.writeEndArray();
    }
    if (next != null) {
      out.writeStringField("next", next);
    }
  }
}
