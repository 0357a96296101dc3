package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/**
 * {@code GET /v1/users/{id}/recommendations?n=10&includeSeen=false}: the best items for a user. An
 * unknown user is answered as a new one.
 */
public final class UserRecommendationsEndpoint implements Endpoint {
  private final Answers answers;

  /** Asks the given answers. */
  public UserRecommendationsEndpoint(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(HttpMethod.GET, "/v1/users/:userId/recommendations", this::answer);
  }

  private Future<Reply> answer(Request request) {
    String userId = request.pathId("userId");
    Parameters query = request.query();
    int n = query.count("n", 10, RecommendationQuery.MAX_COUNT);
    boolean includeSeen = query.flag("includeSeen", false);
    query.done();
    request.faults().throwIfAny();
    RecommendationQuery asked =
        new RecommendationQuery(userId, List.of(), n, Set.of(), includeSeen);
    return Future.succeededFuture(Reply.ok(answers.recommend(asked).json()));
  }
}
