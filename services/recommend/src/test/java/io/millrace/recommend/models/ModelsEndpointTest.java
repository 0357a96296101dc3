package io.millrace.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.Records;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.generation.Publication;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldTellGenerationZeroWhenNoneIsPublished() {
    JsonNode json = service.get("/v1/models").json();

    assertThat(json.path("serving").asText()).isEqualTo("g000000");
    assertThat(json.path("models")).isEmpty();
  }

  @Test
  void shouldTellReasonWhenGateRefused() {
    ModelManifest manifest =
        Publication.manifest("g000001", GateVerdict.REFUSED, "ndcg@10 too low");
    Records.feed(
        service.shelf().handlers(), Records.of(Topics.MODEL_MANIFESTS, "g000001", manifest, 0, 0));

    JsonNode model = service.get("/v1/models").json().path("models").path(0);

    assertThat(model.path("modelVersion").asText()).isEqualTo("g000001");
    assertThat(model.path("state").asText()).isEqualTo("refused");
    assertThat(model.path("reason").asText()).isEqualTo("ndcg@10 too low");
    assertThat(model.path("metrics").path("ndcg@10").asDouble()).isEqualTo(0.1);
    assertThat(model.path("popularity").path("ndcg@10").asDouble()).isEqualTo(0.02);
    assertThat(model.path("provenance").path("engine").asText()).isEqualTo("dl4j");
  }
}
