package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/items?query=&n=}: items that can be recommended, by title: those whose title
 * begins with the query, then those with a word that does, then those that contain it; the more
 * often rated first. Looks at every title, so its time grows with the catalogue.
 */
public final class ItemSearchEndpoint implements Endpoint {
  private static final int MOST = 100;

  private record Found(Item item, int rank, long ratings) {}

  private static final Comparator<Found> ORDER =
      Comparator.comparingInt(Found::rank)
          .thenComparing(Comparator.comparingLong(Found::ratings).reversed())
          .thenComparing(found -> found.item().getItemId());

  private final LiveState state;

  /** Searches the state. */
  public ItemSearchEndpoint(LiveState state) {
    this.state = state;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/items", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Parameters query = request.query();
    SearchText wanted = SearchText.of(query, request.faults());
    int n = query.count("n", 20, MOST);
    query.word("format", List.of("json", "ndjson"));
    query.done();
    request.faults().throwIfAny();
    ArrayNode list = Json.array();
    best(wanted, n).forEach(found -> list.add(json(found)));
    ObjectNode node = Json.object();
    node.set("items", list);
    return Future.succeededFuture(Reply.ok(node));
  }

  private List<Found> best(SearchText wanted, int n) {
    return state.itemIds().stream()
        .map(id -> found(id, wanted))
        .filter(found -> found != null && found.rank() < SearchText.NONE)
        .sorted(ORDER)
        .limit(n)
        .toList();
  }

  private @Nullable Found found(String id, SearchText wanted) {
    Item item = state.item(id);
    if (item == null || !state.isAvailable(item)) {
      return null;
    }
    int rank = wanted.rank(item.getTitle());
    return new Found(item, rank, rank == SearchText.NONE ? 0 : ratings(id));
  }

  private long ratings(String id) {
    ItemFeatures features = state.itemFeatures(id);
    return features == null ? 0 : features.getAggregates().getRatings().getCount();
  }

  private ObjectNode json(Found found) {
    Item item = found.item();
    ObjectNode node =
        Json.object()
            .put("itemId", item.getItemId())
            .put("title", item.getTitle())
            .put("year", item.getYear());
    node.set("genres", Json.of(item.getGenres()));
    ItemFeatures features = state.itemFeatures(item.getItemId());
    if (features != null) {
      node.set("ratings", Statistics.json(features.getAggregates().getRatings()));
    }
    return node;
  }
}
