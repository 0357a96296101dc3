package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** P1 on MovieLens 1M, where a copy lies beside the repository: the figures of a reference run. */
@Execution(ExecutionMode.CONCURRENT)
class PublishedFiguresIT {
  private static EvaluationData movieLens() {
    Path start = Path.of("").toAbsolutePath();
    Path found = start.resolve("ml-1m.zip");
    for (Path at = start; at != null && !Files.exists(found); at = at.getParent()) {
      found = at.resolve("shared").resolve("datasets").resolve("ml-1m.zip");
    }
    assumeTrue(Files.exists(found), "skipped: no shared/datasets/ml-1m.zip beside the checkout");
    return EvaluationData.read(Datasets.open(found.toString(), DatasetOptions.standard()), 5, null);
  }

  @Test
  void shouldComeToTheReferenceFiguresWhenBaselinesAreFrozen() {
    EvaluationData data = movieLens();
    assertThat(data.log().size()).isEqualTo(999_611);
    assertThat(data.universe().users()).hasSize(6_040);
    assertThat(data.universe().items()).hasSize(3_416);

    EvaluationReport report =
        Runs.p1(
            data,
            ModelName.POPULARITY,
            ModelName.ITEMKNN_5,
            ModelName.ITEMKNN_ALL,
            ModelName.EASE_5,
            ModelName.EASE_ALL);

    assertThat(report.settings())
        .containsEntry("cut", 978_134_929L)
        .containsEntry("training events", 899_651)
        .containsEntry("later events", 99_960);
    Map<String, List<Double>> expected =
        Map.of(
            "popularity", List.of(0.0413, 0.0205),
            "itemknn-5", List.of(0.1429, 0.0769),
            "itemknn-all", List.of(0.0525, 0.0263),
            "ease-5", List.of(0.1533, 0.0822),
            "ease-all", List.of(0.0667, 0.0326));
    for (ModelResult result : report.results()) {
      List<Double> figures = expected.getOrDefault(result.label(), List.of());
      assertThat(result.metrics().get("predictions")).isEqualTo(99_931);
      assertThat(result.metrics().get("hr@10"))
          .as("%s hr@10", result.label())
          .isCloseTo(figures.get(0), within(0.00005));
      assertThat(result.metrics().get("ndcg@10"))
          .as("%s ndcg@10", result.label())
          .isCloseTo(figures.get(1), within(0.00005));
    }
  }
}
