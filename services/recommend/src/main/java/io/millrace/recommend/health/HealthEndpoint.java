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

/**
 * {@code GET /health} and {@code GET /health/live} answer {@code {"status":"healthy"}} while the
 * process lives.
 */
public final class HealthEndpoint implements Endpoint {
  @Override
  public void mount(Routes routes) {
    routes.light(Scope.OPEN, HttpMethod.GET, "/health", HealthEndpoint::healthy);
    routes.light(Scope.OPEN, HttpMethod.GET, "/health/live", HealthEndpoint::healthy);
  }

  private static Future<Reply> healthy(Request request) {
    ObjectNode node = Json.object().put("status", "healthy");
    return Future.succeededFuture(Reply.ok(node));
  }
}
