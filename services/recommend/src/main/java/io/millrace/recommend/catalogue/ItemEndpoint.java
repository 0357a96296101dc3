package io.millrace.recommend.catalogue;

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
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.Topics;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET|PUT|DELETE /v1/items/{id}}: an item of the catalogue with what its ratings add up to.
 *
 * <p>PUT {@code {"title"?,"year"?,"genres"?,"attributes"?,"available"?,"availableUntil"?}} replaces
 * the entry; from {@code availableUntil} on, by the event clock, the item is in no answer. DELETE
 * takes it out of every answer from the next one on; what was counted is kept. Both answer when
 * this replica knows it; 202 where that takes too long.
 */
public final class ItemEndpoint implements Endpoint {
  private static final String PATH = "/v1/items/:itemId";

  private final LiveState state;
  private final CatalogueWriter writer;

  /** Shows the state and writes to the catalogue. */
  public ItemEndpoint(LiveState state, CatalogueWriter writer) {
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
    String id = request.pathId("itemId");
    request.query().done();
    request.faults().throwIfAny();
    Item item = state.item(id);
    ItemFeatures features = state.itemFeatures(id);
    if (item == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_ITEM, new Fault("itemId", "must be an item of the catalogue", id));
    }
    return Future.succeededFuture(Reply.ok(json(item, features)));
  }

  private Future<Reply> put(Request request) {
    String id = request.pathId("itemId");
    request.query().done();
    Item item = item(id, request.bodyFields());
    request.faults().throwIfAny();
    return Future.fromCompletionStage(
        writer
            .write(Topics.ITEMS, id, item)
            .thenApply(read -> Reply.json(read ? 200 : 202, json(item, state.itemFeatures(id)))));
  }

  private Future<Reply> delete(Request request) {
    String id = request.pathId("itemId");
    request.query().done();
    request.faults().throwIfAny();
    return Future.fromCompletionStage(
        writer
            .write(Topics.ITEMS, id, null)
            .thenApply(
                read ->
                    read
                        ? Reply.empty()
                        : Reply.json(202, Json.object().put("itemId", id).put("applied", false))));
  }

  private static Item item(String id, Fields body) {
    Item item = ItemForm.read(id, body);
    requireSameId(body, id, "itemId");
    body.done();
    return item;
  }

  /** What GET answers may be sent back: an id in the body is allowed where it is the path's. */
  private static void requireSameId(Fields body, String id, String field) {
    @Nullable String given = body.optionalId(field);
    if (given != null && !given.equals(id)) {
      throw new RequestFault(
          ErrorCode.INVALID_VALUE, new Fault(field, "must be the path's, " + id, given));
    }
  }

  private static ObjectNode json(Item item, @Nullable ItemFeatures features) {
    ObjectNode node = ItemForm.json(item);
    if (features != null) {
      ObjectNode ratings = Statistics.json(features.getAggregates().getRatings());
      ratings.put("newest", features.getAggregates().getNewestEventTime());
      node.set("ratings", ratings);
    }
    return node;
  }
}
