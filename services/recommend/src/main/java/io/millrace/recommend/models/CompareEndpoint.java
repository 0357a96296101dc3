package io.millrace.recommend.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Judgement;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /v1/models/compare?a=g000003&b=g000004}: the two as {@code GET /v1/models} shows them,
 * and b's measurements less a's. Each was judged on the newest ratings of its own day, so beside
 * them is what each was above popularity there, and {@code sameRatings} says whether they are the
 * same.
 */
public final class CompareEndpoint implements Endpoint {
  private final ServingCommands commands;

  /** Compares the generations that these commands are about. */
  public CompareEndpoint(ServingCommands commands) {
    this.commands = commands;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.ADMIN, HttpMethod.GET, "/v1/models/compare", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Parameters query = request.query();
    String first = query.id("a");
    String second = query.id("b");
    query.done();
    request.faults().throwIfAny();
    ModelStatus a = commands.require("a", first);
    ModelStatus b = commands.require("b", second);
    ObjectNode node = Json.object();
    node.set("a", ModelJson.of(a));
    node.set("b", ModelJson.of(b));
    Judgement left = a.manifest().getJudgement();
    Judgement right = b.manifest().getJudgement();
    node.put(
        "sameRatings",
        a.manifest()
            .getProvenance()
            .getSnapshot()
            .equals(b.manifest().getProvenance().getSnapshot()));
    node.set("difference", Json.of(less(right.getMetrics(), left.getMetrics())));
    ObjectNode above = node.putObject("abovePopularity");
    above.set("a", Json.of(less(left.getMetrics(), left.getPopularity())));
    above.set("b", Json.of(less(right.getMetrics(), right.getPopularity())));
    return Future.succeededFuture(Reply.ok(node));
  }

  /** What both have. */
  private static Map<String, Double> less(Map<String, Double> from, Map<String, Double> taken) {
    Map<String, Double> difference = new TreeMap<>();
    from.forEach(
        (name, value) -> {
          Double other = taken.get(name);
          if (other != null) {
            difference.put(name, value - other);
          }
        });
    return difference;
  }
}
