package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code GET /v1/users/{id}/recommendations?n=10&filter=year>=1990}: the best items for a user,
 * steered by what {@link ListParameters} takes. An unknown user is answered as a new one.
 */
public final class UserRecommendationsEndpoint implements Endpoint {
  private final Answers answers;
  private final ListRequests requests;

  /** Asks the given answers for the lists that the requests want. */
  public UserRecommendationsEndpoint(Answers answers, ListRequests requests) {
    this.answers = answers;
    this.requests = requests;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/users/:userId/recommendations", this::answer);
  }

  private Future<Reply> answer(Request request) {
    String userId = request.pathId("userId");
    Faults faults = request.faults();
    ObjectNode body = new ListParameters(request.query()).body().put("userId", userId);
    ListRequest wanted = requests.page(Fields.of(body, "", faults), faults);
    faults.throwIfAny();
    ItemList list = answers.page(wanted.forUser(userId), wanted.paging(), wanted.explained());
    return Future.succeededFuture(Reply.ok(list));
  }
}
