package io.millrace.recommend.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.reranking.Pin;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Item;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pinned item that no list can show. Told instead of refused: what is pinned may be deleted or
 * hidden at any time, and whoever pinned it still wants a list.
 */
public record LeftOutPin(String itemId, Reason reason) implements Json.Content {
  /** Why it cannot be shown. */
  public enum Reason {
    /** It is not in the catalogue: it never was, or was deleted. */
    UNKNOWN,
    /** The catalogue hides it. */
    HIDDEN
  }

  /** Those of some pins, in their order. */
  static List<LeftOutPin> of(List<Pin> pins, FeatureView view) {
    return pins.stream()
        .map(Pin::itemId)
        .<LeftOutPin>mapMulti((id, found) -> ofItem(id, view.item(id), view, found))
        .toList();
  }

  private static void ofItem(
      String id, @Nullable Item item, FeatureView view, Consumer<LeftOutPin> found) {
    if (item == null) {
      found.accept(new LeftOutPin(id, Reason.UNKNOWN));
    } else if (!view.isAvailable(item)) {
      found.accept(new LeftOutPin(id, Reason.HIDDEN));
    }
  }

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("itemId", itemId);
    out.writeStringField("reason", reason.name().toLowerCase(Locale.ROOT));
    out.writeEndObject();
  }
}
