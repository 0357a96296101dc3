package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.recommendation.Onboarding;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Item;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * {@code GET /v1/onboarding?n=20&filter=year>=1990&exclude=1,2}: what somebody new is best asked to
 * rate first. Empty while there is no catalogue.
 */
public final class OnboardingEndpoint implements Endpoint {
  private static final int MOST = 100;

  private final Onboarding onboarding;
  private final ListRequests requests;

  /** Chooses from the view by what the requests want. */
  public OnboardingEndpoint(FeatureView view, ListRequests requests) {
    this.onboarding = new Onboarding(view);
    this.requests = requests;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/onboarding", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Faults faults = request.faults();
    ObjectNode body = new ListParameters(request.query()).choice(20, MOST);
    ListRequest wanted = requests.first(Fields.of(body, "", faults), faults);
    faults.throwIfAny();
    RecommendationQuery query = wanted.of(null, List.of());
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("items");
    onboarding.items(query).forEach(item -> items.add(json(item)));
    return Future.succeededFuture(Reply.ok(answer));
  }

  private static ObjectNode json(Item item) {
    ObjectNode node =
        Json.object()
            .put("itemId", item.getItemId())
            .put("title", item.getTitle())
            .put("year", item.getYear());
    node.set("genres", Json.of(item.getGenres()));
    return node;
  }
}
