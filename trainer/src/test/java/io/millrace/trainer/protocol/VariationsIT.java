package io.millrace.trainer.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.data.Datasets;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.Newcomer;
import io.millrace.trainer.protocol.contender.Part;
import io.millrace.trainer.protocol.contender.SystemSettings;
import io.millrace.trainer.protocol.contender.Variation;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import io.millrace.trainer.run.EpochLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariationsIT {
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
        .extracting(ModelResult::label)
        .containsExactly(
            "sequence-tower",
            "pipeline",
            "pipeline-without-index",
            "pipeline-without-transitions",
            "pipeline-without-popularity",
            "pipeline-without-fresh",
            "pipeline-without-ranker",
            "pipeline-newcomer-0",
            "pipeline-newcomer-1000",
            "pipeline-session-0",
            "pipeline-session-1000");
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

  /**
   * Told of everything, a new user's state is the state that the stream came to; and what the
   * towers learned of a user's id tells nobody apart here, where all have one row.
   */
  @Test
  void shouldRankForANewcomerWithAllRatingsAsForTheUser() throws Exception {
    assertThat(dump("pipeline-newcomer-1000")).isEqualTo(dump("pipeline"));
  }

  @Test
  void shouldRankOtherwiseWhereLessIsKnown() throws Exception {
    assertThat(dump("pipeline-newcomer-0"))
        .isNotEqualTo(dump("pipeline"))
        .isNotEqualTo(dump("pipeline-session-0"));
    assertThat(dump("pipeline-session-1000")).isNotEqualTo(dump("pipeline-session-0"));
  }

  @Test
  void shouldShowFewerItemsWhereNothingTellsUsersApart() throws Exception {
    assertThat(shown("pipeline-session-0")).hasSizeLessThan(shown("pipeline").size());
  }

  /** What the index proposes is what the towers rank first, as far as the whole catalogue goes. */
  @Test
  void shouldMeasureTheRecallOfTheIndexAsTheHitRateOfTheTowers() {
    Map<String, Map<Integer, Double>> recall = result("pipeline").recall();
    Map<String, Double> towers = result("sequence-tower").metrics();
    for (int size : new int[] {10, 20, 50, 100}) {
      assertThat(requireNonNull(recall.get("index")).get(size))
          .as("at %d", size)
          .isCloseTo(towers.get("hr@" + size), within(0.01));
    }
    assertThat(recall)
        .containsOnlyKeys("index", "transitions", "popularity", "fresh", "union")
        .allSatisfy(
            (source, found) -> assertThat(List.copyOf(found.values())).as(source).isSorted());
    assertThat(requireNonNull(recall.get("union")).get(300))
        .as("of 500 items 300")
        .isGreaterThan(0.6);
  }

  @Test
  void shouldDrawAllThereIsOfNextEvents() {
    assertThat(report.plots())
        .extracting(Plot::title)
        .containsExactly(
            "NDCG@10 since the training cut",
            "NDCG@10 by the popularity of what was rated",
            "Recall of pipeline's sources",
            "Items of lists of ten by their probability");
    String page = report.html();
    report
        .plots()
        .forEach(plot -> assertThat(page).contains("aria-label=\"" + plot.title() + "\"><svg"));
    assertThat(report.json()).contains("\"recall\"", "\"union\"");
  }

  private static ModelResult result(String label) {
    return report.results().stream()
        .filter(result -> result.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> shown(String model) throws Exception {
    return dump(model).stream()
        .flatMap(line -> Arrays.stream(line.split("\t", -1)[4].split(",", -1)))
        .collect(Collectors.toSet());
  }

  private static List<Variation> variations() {
    return Stream.<Variation>concat(
            Arrays.stream(Part.values()), Newcomer.of(List.of(0, 1000)).stream())
        .toList();
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
    EvaluationOptions options =
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(ModelName.SEQUENCE_TOWER, ModelName.PIPELINE),
            variations(),
            directory.resolve("dump"),
            true,
            null);
    SystemSettings settings = Runs.settings(Map.of("trainer.user_buckets", "1"));
    return new ProtocolRun(options, List.of(settings), data, new Epochs(), soFar -> {}).run();
  }

  private static List<String> dump(String model) throws Exception {
    return Files.readAllLines(directory.resolve("dump." + model));
  }
}
