package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.data.sample.SampleDataset;
import io.millrace.data.sample.SampleSpec;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system by the protocols beside P1. */
class SystemProtocolsIT {
  private static final EvaluationData DATA =
      EvaluationData.read(new SampleDataset(new SampleSpec(60, 80, 1_500, 3)), 5, null);

  @TempDir private Path directory = Path.of("");

  private EvaluationReport run(ProtocolName protocol, ModelName... models) {
    EvaluationReport report =
        Runs.run(
            DATA,
            new EvaluationOptions(
                protocol,
                new Cut.Quantile(0.9),
                List.of(),
                List.of(models),
                List.of(),
                directory.resolve("dump"),
                true,
                null));
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    return report;
  }

  private List<String[]> dump(String model) throws Exception {
    return Files.readAllLines(directory.resolve("dump" + model)).stream()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  @Test
  void shouldPredictEachUsersLastEventWhenLeavingOneOut() throws Exception {
    Map<String, Double> metrics =
        run(ProtocolName.P2, ModelName.PIPELINE).results().getFirst().metrics();
    List<String[]> lines = dump("");

    assertThat(lines).extracting(line -> line[0]).doesNotHaveDuplicates();
    assertThat(lines.size()).isBetween(40, DATA.universe().users().size());
    assertThat(metrics.get("hr@50"))
        .isCloseTo(
            (double) lines.stream().filter(line -> Integer.parseInt(line[3]) <= 50).count()
                / lines.size(),
            within(1e-9))
        .as("better than by chance among the 80 items less those rated")
        .isGreaterThan(0.5);
  }

  @Test
  void shouldMakeAListForEachUserWhenSplitByTime() throws Exception {
    Map<String, Double> metrics =
        run(ProtocolName.P3, ModelName.POPULARITY, ModelName.PIPELINE)
            .results()
            .getLast()
            .metrics();
    List<String[]> popular = dump(".popularity");
    List<String[]> lines = dump(".pipeline");

    assertThat(metrics.get("predictions")).isEqualTo(lines.size()).isGreaterThan(2);
    assertThat(lines).hasSameSizeAs(popular);
    for (int k = 0; k < lines.size(); k++) {
      assertThat(lines.get(k)[0] + lines.get(k)[1])
          .as("the same is asked of both")
          .isEqualTo(popular.get(k)[0] + popular.get(k)[1]);
      assertThat(lines.get(k)[4].split(",", -1)).hasSize(10).doesNotHaveDuplicates();
    }
    assertThat(metrics.get("recall@50")).isBetween(0.2, 1.0);
  }

  /** Decision 14: the pipeline forecasts ratings by the factors. */
  @Test
  void shouldForecastRatingsAsItsFactorsDo() throws Exception {
    List<ModelResult> results =
        run(ProtocolName.P4, ModelName.BIASES, ModelName.RATING_FACTORS, ModelName.PIPELINE)
            .results();
    double factors = results.get(1).metrics().getOrDefault("rmse", Double.NaN);

    assertThat(results.getLast().metrics())
        .containsOnlyKeys("rmse", "auc random", "auc temporal", "rmse temporal");
    // They have 0.0001 between them; from the biases alone both are 0.009 away.
    assertThat(results.getLast().metrics().get("rmse")).isCloseTo(factors, within(0.001));
    assertThat(dump(".pipeline"))
        .hasSameSizeAs(dump(".biases"))
        .allSatisfy(line -> assertThat(Double.parseDouble(line[4])).isFinite());
  }
}
