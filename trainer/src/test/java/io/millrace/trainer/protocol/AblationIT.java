package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationIT {
  @TempDir private static Path directory = Path.of("");

  private static List<EpochLog> epochs;
  private static EvaluationReport report;

  @BeforeAll
  static void judge() {
    epochs = new ArrayList<>();
    report = judged();
  }

  @Test
  void shouldTakePartsAwayFromOneTraining() throws Exception {
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    assertThat(report.results())
        .extracting(ModelResult::model)
        .containsExactly(
            "sequence-tower",
            "pipeline",
            "pipeline-without-index",
            "pipeline-without-transitions",
            "pipeline-without-popularity",
            "pipeline-without-fresh",
            "pipeline-without-ranker");
    assertThat(epochs)
        .filteredOn(line -> line.fit().equals("candidate") && line.epoch() == 1)
        .extracting(EpochLog::phase)
        .as("trained once")
        .doesNotHaveDuplicates();
    assertThat(dump("pipeline-without-index")).isNotEqualTo(dump("pipeline"));
    assertThat(dump("pipeline-without-transitions")).isNotEqualTo(dump("pipeline"));
  }

  /** What the towers find best is always proposed, and no ranker moves it. */
  @Test
  void shouldPutTheTowersBestFirstWhenThereIsNoRanker() throws Exception {
    List<String> towers = dump("sequence-tower");
    List<String> united = dump("pipeline-without-ranker");
    assertThat(united).hasSizeGreaterThan(100).hasSameSizeAs(towers);
    for (int k = 0; k < towers.size(); k++) {
      String[] tower = towers.get(k).split("\t", -1);
      String[] union = united.get(k).split("\t", -1);
      assertThat(union[4]).as(united.get(k)).isEqualTo(tower[4]);
      if (Integer.parseInt(tower[3]) <= 10) {
        assertThat(union[3]).as(united.get(k)).isEqualTo(tower[3]);
      }
    }
  }

  private static final class Epochs implements TrainingProgress {
    @Override
    public void update(Stage stage) {}

    @Override
    public void epoch(EpochLog line) {
      epochs.add(line);
    }
  }

  private static EvaluationReport judged() {
    EvaluationData data =
        EvaluationData.read(
            ListedRatings.first(5_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);
    return Runs.run(
        data,
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(ModelName.SEQUENCE_TOWER, ModelName.PIPELINE),
            List.of(Part.values()),
            directory.resolve("dump"),
            false),
        List.of(),
        new Epochs());
  }

  private static List<String> dump(String model) throws Exception {
    return Files.readAllLines(directory.resolve("dump." + model));
  }
}
