package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Item;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code GET /v1/catalogue}: what filters can choose from among the items that may be recommended
 * now: every genre with its number of items, the earliest and the latest year, and the names of
 * attributes. Looks at every item.
 */
public final class CatalogueEndpoint implements Endpoint {
  private final LiveState state;

  /** Tells of the state's items. */
  public CatalogueEndpoint(LiveState state) {
    this.state = state;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/catalogue", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    List<Item> items =
        state.itemIds().stream()
            .map(state::item)
            .filter(Objects::nonNull)
            .filter(state::isAvailable)
            .toList();
    ObjectNode node = Json.object().put("items", items.size());
    node.set("genres", genres(items));
    IntSummaryStatistics years =
        items.stream()
            .map(Item::getYear)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .summaryStatistics();
    if (years.getCount() > 0) {
      node.set("years", Json.object().put("from", years.getMin()).put("to", years.getMax()));
    }
    node.set("attributes", Json.of(attributes(items)));
    return Future.succeededFuture(Reply.ok(node));
  }

  /** By name. */
  private static ArrayNode genres(List<Item> items) {
    Map<String, Integer> counts = new TreeMap<>();
    items.forEach(item -> item.getGenres().forEach(genre -> counts.merge(genre, 1, Integer::sum)));
    ArrayNode list = Json.array();
    counts.forEach((genre, count) -> list.addObject().put("genre", genre).put("items", count));
    return list;
  }

  private static List<String> attributes(List<Item> items) {
    return items.stream()
        .flatMap(item -> item.getAttributes().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
