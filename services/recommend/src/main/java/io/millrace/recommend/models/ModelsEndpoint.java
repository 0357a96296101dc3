package io.millrace.recommend.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.shadow.ShadowScoring;
import io.millrace.recommend.shadow.ShadowSummary;
import io.millrace.schemas.Control;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models}: which generation serves, which is pinned, what a roll-back would go to,
 * how the shadow compares, and every generation that is not retired, newest first: its state here
 * with the reason where it cannot serve or was refused, its measurements beside popularity's, and
 * where it comes from.
 */
public final class ModelsEndpoint implements Endpoint {
  private final Generations generations;
  private final ShadowScoring shadow;

  /** Shows these generations. */
  public ModelsEndpoint(Generations generations, ShadowScoring shadow) {
    this.generations = generations;
    this.shadow = shadow;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/models", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    ObjectNode node =
        Json.object()
            .put("serving", generations.serving().version())
            .put("indexSize", generations.serving().indexSize())
            .put("pinned", generations.pinned())
            .put("previous", generations.previous());
    node.set("command", command(generations.command()));
    node.set("shadow", shadow(generations.shadowed()));
    ArrayNode models = node.putArray("models");
    generations.statuses().forEach(status -> models.add(ModelJson.of(status)));
    return Future.succeededFuture(Reply.ok(node));
  }

  private static @Nullable ObjectNode command(@Nullable Control command) {
    return command == null
        ? null
        : Json.object()
            .put("command", command.getCommand().name().toLowerCase(Locale.ROOT))
            .put("modelVersion", command.getGeneration())
            .put("requestedBy", command.getRequestedBy())
            .put("requestedAt", command.getRequestedAt())
            .put("requestId", command.getRequestId());
  }

  private @Nullable ObjectNode shadow(@Nullable String generation) {
    if (generation == null) {
      return null;
    }
    ObjectNode node =
        Json.object().put("modelVersion", generation).put("answers", generations.shadow() != null);
    ShadowSummary summary = shadow.summary(generation);
    if (summary != null) {
      node.put("since", summary.since())
          .put("requests", summary.requests())
          .put("scored", summary.scored())
          .put("failed", summary.failed())
          .put("shareScored", summary.shareScored())
          .put("overlapAt10", summary.overlapAt10());
      node.putObject("tookMs").put("p50", summary.p50Ms()).put("p99", summary.p99Ms());
      node.putObject("servingTookMs")
          .put("p50", summary.servingP50Ms())
          .put("p99", summary.servingP99Ms());
    }
    return node;
  }
}
