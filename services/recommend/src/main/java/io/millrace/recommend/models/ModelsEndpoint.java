package io.millrace.recommend.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;

/**
 * {@code GET /v1/models}: which generation serves, and every one that is not retired, newest first:
 * its state here with the reason where it cannot serve or was refused, its measurements beside
 * popularity's, and where it comes from.
 */
public final class ModelsEndpoint implements Endpoint {
  private final Generations generations;

  /** Shows these generations. */
  public ModelsEndpoint(Generations generations) {
    this.generations = generations;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(HttpMethod.GET, "/v1/models", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    ObjectNode node =
        Json.object()
            .put("serving", generations.serving().version())
            .put("indexSize", generations.serving().indexSize())
            .put("pinned", generations.pinned());
    ArrayNode models = node.putArray("models");
    generations.statuses().forEach(status -> models.add(json(status)));
    return Future.succeededFuture(Reply.ok(node));
  }

  private static ObjectNode json(ModelStatus status) {
    ModelManifest manifest = status.manifest();
    ObjectNode node =
        Json.object()
            .put("modelVersion", manifest.getGeneration())
            .put("state", status.state().name().toLowerCase(Locale.ROOT))
            .put("reason", status.reason())
            .put("createdAt", manifest.getCreatedAt())
            .put("layoutVersion", manifest.getLayoutVersion())
            .put("dimension", manifest.getDimension())
            .put("embeddingRows", manifest.getEmbeddingRows())
            .put("bundleBytes", manifest.getBundleBytes());
    judgement(node, manifest.getJudgement());
    node.set("provenance", provenance(manifest.getProvenance()));
    return node;
  }

  private static void judgement(ObjectNode node, Judgement judgement) {
    node.set("metrics", Json.of(judgement.getMetrics()));
    node.set("popularity", Json.of(judgement.getPopularity()));
    node.set("live", Json.of(judgement.getLive()));
    node.set("metricsP3", Json.of(judgement.getMetricsP3()));
    node.set("popularityP3", Json.of(judgement.getPopularityP3()));
  }

  private static ObjectNode provenance(Provenance provenance) {
    ObjectNode node =
        Json.object()
            .put("engine", provenance.getEngine())
            .put("device", provenance.getDevice())
            .put("examples", provenance.getExamples())
            .put("seconds", provenance.getSeconds())
            .put("seed", provenance.getSeed())
            .put("codeVersion", provenance.getCodeVersion())
            .put("jvm", provenance.getJvm())
            .put("hardware", provenance.getHardware())
            .put("configuration", provenance.getConfiguration());
    node.set("snapshot", Json.of(provenance.getSnapshot()));
    return node;
  }
}
