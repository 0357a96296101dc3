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
 * {@code POST /recommendations}: the reference API.
 *
 * <pre>{@code
 * {"user_id": 1, "num_recommendations": 10}
 * -> {"user_id": 1, "recommendations": [{"item_id": 123, "score": 0.95}], "num_recommendations": 10}
 * }</pre>
 *
 * The answer's {@code num_recommendations} is the number of items in it.
 */
public final class ReferenceRecommendationsEndpoint implements Endpoint {
  private final Answers answers;

  /** Asks the given answers. */
  public ReferenceRecommendationsEndpoint(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.POST, "/recommendations", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    Fields body = request.bodyFields();
    String userId = body.id("user_id");
    int n = body.count("num_recommendations", 10, RecommendationQuery.MAX_COUNT);
    body.done();
    request.faults().throwIfAny();
    ItemList list = answers.recommend(RecommendationQuery.forUser(userId, n));
    ObjectNode node = Json.object();
    node.set("user_id", Json.id(userId));
    node.set("recommendations", ReferenceItems.json(list));
    node.put("num_recommendations", list.items().size());
    return Future.succeededFuture(Reply.ok(node));
  }
}
