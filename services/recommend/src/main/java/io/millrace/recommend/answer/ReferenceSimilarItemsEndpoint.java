package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code POST /similar_items}: the reference API.
 *
 * <pre>{@code
 * {"item_id": 123, "num_similar": 5}
 * -> {"item_id": 123, "similar_items": [{"item_id": 456, "score": 0.9}], "num_similar": 5}
 * }</pre>
 *
 * The answer's {@code num_similar} is the number of items in it.
 */
public final class ReferenceSimilarItemsEndpoint implements Endpoint {
  private final Answers answers;

  /** Asks the given answers. */
  public ReferenceSimilarItemsEndpoint(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.POST, "/similar_items", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    Fields body = request.bodyFields();
    String itemId = body.id("item_id");
    int n = body.count("num_similar", 10, RecommendationQuery.MAX_COUNT);
    body.done();
    request.faults().throwIfAny();
    ItemList list = answers.similar(itemId, "item_id", n);
    ObjectNode node = Json.object();
    node.set("item_id", Json.id(itemId));
    node.set("similar_items", ReferenceItems.json(list));
    node.put("num_similar", list.items().size());
    return Future.succeededFuture(Reply.ok(node));
  }
}
