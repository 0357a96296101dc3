package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code GET /v1/items/{id}/similar?n=10}: the nearest items to an item. An unknown item is 404.
 */
public final class SimilarItemsEndpoint implements Endpoint {
  private final Answers answers;

  /** Asks the given answers. */
  public SimilarItemsEndpoint(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/items/:itemId/similar", this::answer);
  }

  private Future<Reply> answer(Request request) {
    String itemId = request.pathId("itemId");
    Parameters query = request.query();
    int n = query.count("n", 10, RecommendationQuery.MAX_COUNT);
    query.done();
    request.faults().throwIfAny();
    return Future.succeededFuture(Reply.ok(answers.similar(itemId, "itemId", n)));
  }
}
