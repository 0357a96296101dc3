package io.millrace.recommend.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Predicate;

/** {@code GET /v1/experiments}: those under way, with what came of them so far. */
public final class ExperimentsEndpoint implements Endpoint {
  private final Experiments experiments;
  private final ExperimentJson json;

  /**
   * Shows these.
   *
   * @param servable whether a generation may answer
   */
  public ExperimentsEndpoint(Experiments experiments, Predicate<String> servable) {
    this.experiments = experiments;
    this.json = new ExperimentJson(experiments, servable);
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/experiments", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    ObjectNode node = Json.object();
    ArrayNode all = node.putArray("experiments");
    experiments.all().forEach(experiment -> all.add(json.of(experiment)));
    return Future.succeededFuture(Reply.ok(node));
  }
}
