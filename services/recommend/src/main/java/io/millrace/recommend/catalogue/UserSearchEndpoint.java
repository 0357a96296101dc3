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
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Ids;
import io.millrace.schemas.UserFeatures;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Comparator;
import java.util.List;

/**
 * {@code GET /v1/users?query=&n=}: users who have rated something, by id: those whose id begins
 * with the query first, short ids before long ones, with how much they have rated and the genres
 * they like most. Looks at every id, so its time grows with the users.
 */
public final class UserSearchEndpoint implements Endpoint {
  private static final int MOST = 100;
  private static final int GENRES = 3;

  private record Found(String id, int rank) {}

  private static final Comparator<Found> ORDER =
      Comparator.comparingInt(Found::rank)
          .thenComparingInt(found -> found.id().length())
          .thenComparing(Found::id);

  private final LiveState state;

  /** Searches the state. */
  public UserSearchEndpoint(LiveState state) {
    this.state = state;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/users", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Parameters query = request.query();
    SearchText wanted = SearchText.of(query, request.faults());
    int n = query.count("n", 20, MOST);
    query.word("format", List.of("json", "ndjson"));
    query.done();
    request.faults().throwIfAny();
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("users");
    best(wanted, n).forEach(found -> list.add(json(found.id())));
    return Future.succeededFuture(Reply.ok(node));
  }

  private List<Found> best(SearchText wanted, int n) {
    return state.userIds().stream()
        .filter(id -> !Ids.isProbe(id) && state.ratedCount(id) > 0)
        .map(id -> new Found(id, wanted.rank(id)))
        .filter(found -> found.rank() < SearchText.NONE)
        .sorted(ORDER)
        .limit(n)
        .toList();
  }

  private ObjectNode json(String id) {
    ObjectNode node = Json.object().put("userId", id).put("ratedItems", state.ratedCount(id));
    ArrayNode genres = node.putArray("genres");
    UserFeatures features = state.user(id);
    if (features != null) {
      features.getAggregates().getGenres().getTastes().stream()
          .sorted(Comparator.comparingDouble(GenreTaste::getWeight).reversed())
          .limit(GENRES)
          .forEach(taste -> genres.add(taste.getGenre()));
    }
    return node;
  }
}
