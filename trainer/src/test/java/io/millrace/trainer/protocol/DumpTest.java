package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads a dump comes to the figures of the table. */
class DumpTest {
  private static final int ITEMS = 30;

  @TempDir private Path directory = Path.of("");

  private Map<String, Double> judged(ProtocolName protocol, ModelName model) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> rows = new ArrayList<>();
    for (int second = 0; second < 1500; second++) {
      int drawn = random.nextInt(ITEMS);
      int item = Math.min(drawn, random.nextInt(ITEMS));
      rows.add(
          "%d %d %d %d".formatted(random.nextInt(60), item, 1 + random.nextInt(5), 100 + second));
    }
    EvaluationReport report =
        Runs.run(
            EvaluationData.read(ListedRatings.of(rows.toArray(String[]::new)), 1, null),
            new EvaluationOptions(
                protocol,
                new Cut.Quantile(0.9),
                List.of(),
                List.of(model),
                List.of(),
                directory.resolve("dump"),
                false,
                null));
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    return report.results().getFirst().metrics();
  }

  private List<String[]> dumped() throws Exception {
    try (Stream<String> lines = Files.lines(directory.resolve("dump"))) {
      return lines.map(line -> line.split("\t", -1)).toList();
    }
  }

  @Test
  void shouldHaveAUsersListALineWhenSplitByTime() throws Exception {
    Map<String, Double> metrics = judged(ProtocolName.P3, ModelName.POPULARITY);
    List<String[]> lines = dumped();

    assertThat(metrics.get("predictions")).isEqualTo(lines.size());
    assertThat(lines).extracting(line -> line[0]).doesNotHaveDuplicates();
    // The 0.9 quantile of the 1500 seconds from 100.
    assertThat(lines).extracting(line -> line[2]).containsOnly("1449");
    assertMean(metrics, "recall@10", lines, line -> hits(line, 10) / (double) ranks(line).length);
    assertMean(metrics, "precision@20", lines, line -> hits(line, 20) / 20.0);
    assertMean(
        metrics,
        "mrr@10",
        lines,
        line -> {
          int first = Arrays.stream(ranks(line)).min().orElseThrow();
          return first <= 10 ? 1.0 / first : 0;
        });
    Set<String> shown = new HashSet<>();
    lines.forEach(line -> shown.addAll(List.of(line[4].split(",", -1))));
    assertThat(metrics.get("coverage@10")).isCloseTo(shown.size() / (double) ITEMS, within(1e-9));
    for (String[] line : lines) {
      List<String> top = List.of(line[4].split(",", -1));
      String[] items = line[1].split(",", -1);
      assertThat(items).hasSameSizeAs(ranks(line));
      for (int k = 0; k < items.length; k++) {
        int rank = ranks(line)[k];
        assertThat(top.indexOf(items[k])).isEqualTo(rank <= 10 ? rank - 1 : -1);
      }
    }
  }

  private static int[] ranks(String[] line) {
    return Stream.of(line[3].split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static long hits(String[] line, int k) {
    return Arrays.stream(ranks(line)).filter(rank -> rank <= k).count();
  }

  private static void assertMean(
      Map<String, Double> metrics,
      String name,
      List<String[]> lines,
      ToDoubleFunction<String[]> value) {
    assertThat(metrics.get(name))
        .as(name)
        .isCloseTo(lines.stream().mapToDouble(value).average().orElseThrow(), within(1e-9));
  }

  @Test
  void shouldHaveAForecastALineWhenRatingsArePredicted() throws Exception {
    Map<String, Double> metrics = judged(ProtocolName.P4, ModelName.BIASES);
    List<String[]> lines = dumped();

    double rmse = 0;
    for (int fold = 1; fold <= 5; fold++) {
      rmse += rmse(of(lines, "fold" + fold)) / 5;
    }
    assertThat(metrics.get("rmse")).isCloseTo(rmse, within(1e-9));
    assertThat(lines.stream().filter(line -> line[5].startsWith("fold")).count())
        .as("each rating in one fold")
        .isEqualTo(1500);
    assertThat(metrics.get("rmse temporal")).isCloseTo(rmse(of(lines, "temporal")), within(1e-9));
    assertThat(metrics.get("auc temporal")).isCloseTo(auc(of(lines, "temporal")), within(1e-9));
    assertThat(metrics.get("auc random")).isCloseTo(auc(of(lines, "random")), within(1e-9));
  }

  private static List<String[]> of(List<String[]> lines, String split) {
    return lines.stream().filter(line -> line[5].equals(split)).toList();
  }

  private static double given(String[] line) {
    return Double.parseDouble(line[3]);
  }

  private static double forecast(String[] line) {
    return Double.parseDouble(line[4]);
  }

  private static double rmse(List<String[]> lines) {
    return Math.sqrt(
        lines.stream()
            .mapToDouble(line -> Math.clamp(forecast(line), 0.5, 5) - given(line))
            .map(error -> error * error)
            .average()
            .orElseThrow());
  }

  /** The share of pairs of a liked and a disliked one that the forecasts tell apart. */
  private static double auc(List<String[]> lines) {
    double right = 0;
    long pairs = 0;
    for (String[] liked : lines.stream().filter(line -> given(line) >= 4).toList()) {
      for (String[] disliked : lines.stream().filter(line -> given(line) <= 2).toList()) {
        int order = Double.compare(forecast(liked), forecast(disliked));
        right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
        pairs++;
      }
    }
    return right / pairs;
  }
}
