package io.millrace.recommend.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Supplier;

/**
 * {@code GET /health/ready}: 200 when a trained model serves, the live state has caught up and the
 * first queries are compiled, until it is told to end; else 503 with how far it has come and what
 * is waited for.
 */
public final class ReadinessEndpoint implements Endpoint {
  private final Supplier<Readiness> readiness;

  /** Tells what the supplier tells. */
  public ReadinessEndpoint(Supplier<Readiness> readiness) {
    this.readiness = readiness;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.OPEN, HttpMethod.GET, "/health/ready", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Readiness now = readiness.get();
    ObjectNode node = Json.object();
    now.facts().forEach((name, value) -> node.set(name, Json.of(value)));
    if (!now.ready()) {
      node.put("waitingFor", now.waitingFor());
    }
    return Future.succeededFuture(Reply.json(now.ready() ? 200 : 503, node));
  }
}
