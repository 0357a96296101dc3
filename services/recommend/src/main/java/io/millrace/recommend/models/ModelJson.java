package io.millrace.recommend.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import java.util.Locale;

/** A generation as {@code /v1/models} shows it. */
final class ModelJson {
  private ModelJson() {}

  static ObjectNode of(ModelStatus status) {
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
    ModelDelta delta = manifest.getDelta();
    node.put("base", delta == null ? null : delta.getBase());
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
