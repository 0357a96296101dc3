package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET|PUT|DELETE /v1/users/{id}}: what a user told of themselves and what their ratings add
 * up to.
 *
 * <p>PUT {@code {"age"?,"gender"?,"occupation"?,"zipCode"?,"attributes"?}} replaces the profile.
 * DELETE erases the user: at once from this replica's answers, and by the stream from every store
 * and whole-state topic.
 */
public final class UserEndpoint implements Endpoint {
  private static final String PATH = "/v1/users/:userId";

  private final LiveState state;
  private final CatalogueWriter writer;

  /** Shows the state and writes to the catalogue. */
  public UserEndpoint(LiveState state, CatalogueWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, PATH, this::show);
    routes.work(Scope.ADMIN, HttpMethod.PUT, PATH, this::put);
    routes.work(Scope.ADMIN, HttpMethod.DELETE, PATH, this::delete);
  }

  private Future<Reply> show(Request request) {
    String id = request.pathId("userId");
    request.query().done();
    request.faults().throwIfAny();
    User profile = state.profile(id);
    UserFeatures features = state.user(id);
    if (profile == null && features == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_USER,
          new Fault("userId", "must be a user who is known", id),
          "recommendations are answered all the same");
    }
    return Future.succeededFuture(Reply.ok(json(id, profile, features)));
  }

  private Future<Reply> put(Request request) {
    String id = request.pathId("userId");
    request.query().done();
    User user = user(id, request.bodyFields());
    request.faults().throwIfAny();
    return Future.fromCompletionStage(
        writer
            .write(Topics.USERS, id, user)
            .thenApply(read -> Reply.json(read ? 200 : 202, json(id, user, state.user(id)))));
  }

  private Future<Reply> delete(Request request) {
    String id = request.pathId("userId");
    request.query().done();
    request.faults().throwIfAny();
    return Future.fromCompletionStage(
        writer
            .write(Topics.USERS, id, null)
            .thenApply(
                read ->
                    read
                        ? Reply.empty()
                        : Reply.json(202, Json.object().put("userId", id).put("applied", false))));
  }

  private static User user(String id, Fields body) {
    User user = UserForm.read(id, body);
    @Nullable String given = body.optionalId("userId");
    if (given != null && !given.equals(id)) {
      throw new RequestFault(
          ErrorCode.INVALID_VALUE, new Fault("userId", "must be the path's, " + id, given));
    }
    body.done();
    return user;
  }

  private ObjectNode json(String id, @Nullable User profile, @Nullable UserFeatures features) {
    ObjectNode node = Json.object().put("userId", id);
    if (profile != null) {
      node.setAll(UserForm.profile(profile));
    }
    if (features != null) {
      ObjectNode ratings = Statistics.json(features.getAggregates().getRatings());
      ratings.put("newest", features.getAggregates().getLastEventTime());
      node.set("ratings", ratings);
      node.put("ratedItems", state.ratedCount(id));
      node.set("genres", genres(features));
      node.set("recent", recent(features));
    }
    return node;
  }

  private static ArrayNode genres(UserFeatures features) {
    ArrayNode list = Json.array();
    features.getAggregates().getGenres().getTastes().stream()
        .sorted(Comparator.comparingDouble(GenreTaste::getWeight).reversed())
        .forEach(
            taste ->
                list.addObject()
                    .put("genre", taste.getGenre())
                    .put("weight", taste.getWeight())
                    .put("count", taste.getCount()));
    return list;
  }

  /** Newest first. */
  private ArrayNode recent(UserFeatures features) {
    ArrayNode list = Json.array();
    List<RatedItem> recent = features.getRecent();
    for (RatedItem rated : recent.reversed()) {
      Item item = state.item(rated.getItemId());
      list.addObject()
          .put("itemId", rated.getItemId())
          .put("title", item == null ? null : item.getTitle())
          .put("year", item == null ? null : item.getYear())
          .put("rating", rated.getHalfStars() / 2.0)
          .put("timestamp", rated.getTimestamp())
          .set("genres", Json.of(item == null ? List.of() : item.getGenres()));
    }
    return list;
  }
}
