package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolsTest {
  private static final double SECOND = Math.log(2) / Math.log(3);

  private static EvaluationReport run(
      ListedRatings ratings, ProtocolName protocol, ModelName... models) {
    return Runs.run(
        EvaluationData.read(ratings, 1, null),
        new EvaluationOptions(
            protocol,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(models),
            List.of(),
            null,
            false,
            null));
  }

  private static Map<String, Double> metrics(EvaluationReport report) {
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    return report.results().getFirst().metrics();
  }

  @Test
  void shouldTellWhatItHasFoundAfterEachModel() {
    ListedRatings ratings = ListedRatings.of("1 1 4 1", "1 2 5 2", "1 3 1 3", "2 2 4 4", "2 3 2 5");
    List<EvaluationReport> told = new ArrayList<>();

    for (ProtocolName protocol : List.of(ProtocolName.P2, ProtocolName.P4)) {
      List<ModelName> models =
          protocol == ProtocolName.P2
              ? List.of(ModelName.POPULARITY, ModelName.TRANSITIONS)
              : List.of(ModelName.BIASES, ModelName.FM);
      told.clear();
      EvaluationReport last =
          Runs.run(
              EvaluationData.read(ratings, 1, null),
              new EvaluationOptions(
                  protocol, new Cut.Quantile(0.9), List.of(), models, List.of(), null, false, null),
              List.of(),
              TrainingProgress.NONE,
              told::add);

      assertThat(told)
          .extracting(report -> report.results().stream().map(ModelResult::label).toList())
          .containsExactly(
              List.of(models.getFirst().label()), models.stream().map(ModelName::label).toList());
      assertThat(told.getLast()).isSameAs(last);
    }
  }

  @Test
  void shouldPredictEachUsersLastEventFromAllOthersWhenLeavingOneOut() {
    ListedRatings ratings =
        ListedRatings.of(
            "1 1 4 1", "1 2 4 2", "1 3 4 3", "2 2 4 4", "2 3 4 5", "2 4 4 6", "3 2 4 7", "3 4 4 8");

    Map<String, Double> metrics = metrics(run(ratings, ProtocolName.P2, ModelName.POPULARITY));

    // Learned from: 1, 2, 2, 4. User 1 is shown 4 before 3; user 2 is shown 1 before 4, which tie;
    // user 3 has too few events to be judged.
    assertThat(metrics).containsEntry("predictions", 2.0);
    assertThat(metrics.get("ndcg@10")).isCloseTo(SECOND, within(1e-12));
  }

  @Test
  void shouldDrawPopularityByWhatWasLearnedFromWhenLeavingOneOut() {
    EvaluationReport report =
        run(
            ListedRatings.of(
                "1 1 4 1", "1 2 4 2", "1 3 4 3", "2 2 4 4", "2 3 4 5", "2 4 4 6", "3 2 4 7"),
            ProtocolName.P2,
            ModelName.POPULARITY);

    assertThat(report.plots())
        .extracting(Plot::title)
        .containsExactly("NDCG@10 by the popularity of what was rated");
    assertThat(report.settings()).containsEntry("training events", 3).doesNotContainKey("cut");
  }

  @Test
  void shouldShowTheCutAsADateAndMetricsInTheOrderOfTheirNumbers() {
    List<String> rows = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      rows.add("%d %d 4 %d".formatted(1 + k % 2, k, 978_134_900 + k));
    }
    EvaluationReport report =
        run(ListedRatings.of(rows.toArray(String[]::new)), ProtocolName.P1, ModelName.POPULARITY);
    long cut = ((Number) Objects.requireNonNull(report.settings().get("cut"))).longValue();
    String html = report.html();

    // 978,134,900 is 2000-12-30T00:08:20Z; the cut is some seconds later.
    assertThat(html)
        .contains("<td>%d, 2000-12-30T00:08:%dZ</td>".formatted(cut, 20 + cut - 978_134_900));
    List<Integer> cutoffs =
        Pattern.compile("<th>hr@([0-9]+)</th>")
            .matcher(html.substring(html.lastIndexOf("<table>")))
            .results()
            .map(found -> Integer.valueOf(found.group(1)))
            .toList();
    assertThat(cutoffs).contains(5, 10, 100).isSorted();
  }

  @Test
  void shouldMakeOneListPerUserWhenSplitByTime() {
    List<String> rows = new ArrayList<>();
    for (int k = 0; k < 9; k++) {
      rows.add("1 %d 4 %d".formatted(k % 3, k));
      rows.add("2 %d 4 %d".formatted(3 + k % 2, k));
    }
    rows.add("1 3 5 20");
    rows.add("1 4 2 21");

    Map<String, Double> metrics =
        metrics(
            run(
                ListedRatings.of(rows.toArray(String[]::new)),
                ProtocolName.P3,
                ModelName.POPULARITY));

    // User 1 is shown 3 before 4, which tie; 3 alone is liked.
    assertThat(metrics)
        .containsEntry("predictions", 1.0)
        .containsEntry("ndcg@5", 1.0)
        .containsEntry("precision@5", 0.2);
  }

  @Test
  void shouldFindWhatUsersAndItemsAddToTheMeanWhenRatingsArePredicted() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 40; item++) {
        int stars = 1 + user % 3 + item % 3;
        rows.add("%d %d %d %d".formatted(user, item, stars, random.nextInt(100_000)));
      }
    }
    EvaluationReport report =
        run(
            ListedRatings.of(rows.toArray(String[]::new)),
            ProtocolName.P4,
            ModelName.BIASES,
            ModelName.FM,
            ModelName.RATING_FACTORS);

    for (ModelResult result : report.results()) {
      assertThat(result.fault()).as("seed %d", seed).isNull();
      assertThat(result.metrics().get("rmse"))
          .as("%s, seed %d", result.label(), seed)
          .isLessThan(0.45);
      assertThat(result.metrics().get("auc random")).as("seed %d", seed).isGreaterThan(0.99);
    }
  }

  @Test
  void shouldWriteWhatTheTableShows(@TempDir Path directory) throws Exception {
    ListedRatings ratings =
        ListedRatings.of(
            "1 1 4 1", "1 2 4 2", "1 3 4 3", "2 2 4 4", "2 3 4 5", "2 4 4 6", "3 2 4 7", "3 4 4 8");
    EvaluationReport report =
        run(ratings, ProtocolName.P1, ModelName.POPULARITY, ModelName.PIPELINE);

    report.write(directory.resolve("report.json"));

    JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    JsonNode predictions = json.get("models").get(0).get("metrics").get("predictions");
    assertThat(predictions.toString()).isEqualTo("1");
    assertThat(json.get("models").get(1).get("fault").asText())
        .contains("training needs at least 200, there are 7");
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("<svg")
        .contains("NDCG@10 since the training cut")
        .contains("not judged: ratings: training needs at least 200, there are 7");
    JsonNode configuration = json.get("configuration");
    assertThat(configuration.get("trainer.embedding_dim").asText()).isEqualTo("16");
    assertThat(configuration.has("recommend.retrieval.candidates")).isTrue();
    assertThat(configuration.has("features.state.recent_items")).isTrue();
    assertThat(json.get("codeVersion").asText()).isNotBlank();
    assertThat(json.get("hardware").asText()).contains("cores");
    assertThat(json.get("k-core").asInt()).isEqualTo(1);
  }

  @Test
  void shouldSayThatNobodyHasThreeEvents() {
    assertThatThrownBy(
            () ->
                run(ListedRatings.of("1 1 4 1", "1 2 4 2"), ProtocolName.P2, ModelName.POPULARITY))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("at least 3 ratings");
  }
}
