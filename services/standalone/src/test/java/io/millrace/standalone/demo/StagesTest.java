package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.features.FeatureProgress;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagesTest {
  @Test
  void shouldTellTheRateWhileEventsAreRead() {
    assertThat(Stages.features(new FeatureProgress(90, 0, 0, 0, 5, 17, 1234.4), 100))
        .isEqualTo("1234 events/s, 17 records behind");
  }

  @Test
  void shouldTellWhatIsWaitedForWhenAllEventsWereRead() {
    assertThat(Stages.features(new FeatureProgress(95, 0, 0, 0, 5, 17, 0), 100))
        .isEqualTo("users done; waiting for items and transitions, 17 records behind");
    assertThat(Stages.features(new FeatureProgress(95, 0, 0, 0, 5, -1, 0), 100))
        .contains("? records behind");
  }

  @Test
  void shouldTellAVerdictWithItsReasonInALine() {
    assertThat(Stages.verdict(manifest(GateVerdict.PUBLISHED, null)))
        .isEqualTo("model g000002 published (ndcg@10 0.1200, popularity 0.0500; 12 s)");
    assertThat(Stages.verdict(manifest(GateVerdict.REFUSED, "no better")))
        .isEqualTo("model g000002 refused: no better (ndcg@10 0.1200, popularity 0.0500; 12 s)");
  }

  private static ModelManifest manifest(GateVerdict verdict, @Nullable String refusal) {
    return new ModelManifest(
        "g000002",
        verdict,
        refusal,
        1,
        0L,
        2,
        0L,
        "",
        0,
        0L,
        "",
        List.of(),
        new Judgement(
            Map.of("ndcg@10", 0.12), Map.of("ndcg@10", 0.05), Map.of(), Map.of(), Map.of()),
        new Provenance("fused", "cpu", Map.of(), "", 1L, "test", "jvm", "hw", 10L, 12.0),
        null);
  }
}
