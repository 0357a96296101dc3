package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import io.millrace.trainer.tracking.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several ways of going on from one first training do not touch one another. */
@Execution(ExecutionMode.CONCURRENT)
class RollingWaysIT {
  private static final List<ModelName> MODELS =
      List.of(ModelName.POPULARITY, ModelName.SEQUENCE_TOWER, ModelName.PIPELINE);
  private static final List<Rolling> WAYS =
      Rolling.of(List.of("100%", "60%", "45%"), List.of("45%", "30%"));

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldPredictInEachOfSeveralWaysWhatItDoesAlone() throws Exception {
    EvaluationData data =
        EvaluationData.read(
            ListedRatings.first(5_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);

    EvaluationReport report = run(data, WAYS, "all");

    assertThat(report.results())
        .extracting(ModelResult::label)
        .filteredOn(model -> model.startsWith("pipeline"))
        .containsExactly(
            "pipeline@frozen",
            "pipeline@update-45%",
            "pipeline@update-30%",
            "pipeline@state",
            "pipeline@retrain-60%",
            "pipeline@retrain-45%");
    assertThat(report.results())
        .filteredOn(result -> !result.recall().isEmpty())
        .extracting(ModelResult::label)
        .as("the sources' recall is that of the first training")
        .containsExactly("pipeline@frozen");
    assertThat(report.plots())
        .extracting(Plot::title)
        .contains(
            "NDCG@10 of pipeline since the training cut",
            "NDCG@10 of pipeline less that of frozen",
            "NDCG@10 of popularity by the popularity of what was rated",
            "Recall of pipeline@frozen's sources");
    assertRuns(report);
    run(data, List.of(), "frozen");
    assertSame("frozen", "frozen");
    for (Rolling way : WAYS) {
      run(data, List.of(way), way.label());
      assertSame(way.label(), way.label());
    }
  }

  private EvaluationReport run(EvaluationData data, List<Rolling> ways, String name) {
    EvaluationReport report =
        Runs.run(
            data,
            new EvaluationOptions(
                ProtocolName.P1,
                new Cut.Quantile(0.9),
                ways,
                MODELS,
                List.of(),
                directory.resolve(name),
                true,
                directory.resolve(name + "-runs")));
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    return report;
  }

  /** The first training's epochs are told where it was made, each further one's after the last. */
  private void assertRuns(EvaluationReport report) {
    assertThat(Run.under(directory.resolve("all-runs"))).hasSameSizeAs(report.results());
    Run first = Run.read(directory.resolve("all-runs/sequence-tower@frozen"));
    Run often = Run.read(directory.resolve("all-runs/pipeline@retrain-45%"));
    Run still = Run.read(directory.resolve("all-runs/pipeline@state"));

    assertThat(first.engine()).isEqualTo("fused");
    assertThat(first.settings()).containsEntry("trainer.epochs_retrieval", "2");
    assertThat(epochs(first, "candidate", "retrieval")).containsExactly("1", "2");
    assertThat(often.engine()).isEqualTo("fused");
    assertThat(epochs(often, "refit", "ranking")).as("two trainings").containsExactly("1", "2");
    assertThat(still.engine()).isEqualTo("none");
    assertThat(still.epochs()).as("its head alone").hasSize(1);
  }

  private static List<String> epochs(Run run, String fit, String phase) {
    return run.epochs().stream()
        .filter(line -> line.get(0).equals(fit) && line.get(1).equals(phase))
        .map(line -> line.get(2))
        .toList();
  }

  private void assertSame(String way, String alone) throws Exception {
    for (ModelName model : MODELS) {
      String label = model.label();
      assertThat(Files.readAllLines(directory.resolve("all." + label + "@" + way)))
          .as("%s %s", label, way)
          .hasSizeGreaterThan(100)
          .isEqualTo(Files.readAllLines(directory.resolve(alone + "." + label)));
    }
  }
}
