package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
import io.millrace.trainer.protocol.report.Column;
import io.millrace.trainer.protocol.report.EvaluationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Items 1 to 4 are rated 3, 2, 1 and 0 times up to second 6; then u1 rates 3 and 4, u2 rates 4, u1
 * rates 1 again, u3 rates 4, and the new u4 rates 1, 3 and 2.
 */
class NextEventTest {
  private static final ListedRatings RATINGS =
      ListedRatings.of(
          "1 1 4 1",
          "2 1 4 2",
          "3 1 4 3",
          "1 2 4 4",
          "2 2 4 5",
          "3 3 4 6",
          "1 3 4 7",
          "2 4 4 8",
          "1 4 4 9",
          "1 1 2 10",
          "3 4 4 11",
          "4 1 4 12",
          "4 3 4 13",
          "4 2 4 14");
  private static final double SECOND = Math.log(2) / Math.log(3);

  private static EvaluationReport judge(List<Rolling> rolling, Path dump) {
    EvaluationOptions options =
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Moment(6),
            rolling,
            List.of(ModelName.POPULARITY),
            List.of(),
            dump,
            false,
            null);
    return Runs.run(EvaluationData.read(RATINGS, 1, null), options);
  }

  @Test
  void shouldJudgePopularityAsByHandWhenFrozen(@TempDir Path directory) throws Exception {
    Path dump = directory.resolve("dump.tsv");

    EvaluationReport report = judge(List.of(), dump);

    // u4's first rating is skipped for want of a history, u1's second rating of 1 as it is seen.
    assertThat(Files.readAllLines(dump))
        .containsExactly(
            "1\t3\t7\t1\t3,4",
            "2\t4\t8\t2\t3,4",
            "1\t4\t9\t1\t4",
            "3\t4\t11\t2\t2,4",
            "4\t3\t13\t2\t2,3,4",
            "4\t2\t14\t1\t2,4");
    Map<String, Double> metrics = report.results().getFirst().metrics();
    assertThat(metrics)
        .containsEntry("predictions", 6.0)
        .containsEntry("hr@10", 1.0)
        .containsEntry("coverage@10", 0.75);
    assertThat(metrics.get("ndcg@10")).isCloseTo((3 + 3 * SECOND) / 6, within(1e-12));
    assertThat(metrics.get("mrr@10")).isCloseTo(4.5 / 6, within(1e-12));
  }

  @Test
  void shouldCountWhatHappensMeanwhileWhenRolling(@TempDir Path directory) throws Exception {
    Path dump = directory.resolve("dump.tsv");

    judge(List.of(new Rolling(0.5, 0.25)), dump);

    // When u4 has rated 1, 4 has been rated three times by now, 2 and 3 twice.
    assertThat(Files.readAllLines(dump))
        .containsExactly(
            "1\t3\t7\t1\t3,4",
            "2\t4\t8\t2\t3,4",
            "1\t4\t9\t1\t4",
            "3\t4\t11\t2\t2,4",
            "4\t3\t13\t3\t4,2,3",
            "4\t2\t14\t2\t4,2");
  }

  @Test
  void shouldTellHowSureTheFiguresAreWithAUserAsOneDraw(@TempDir Path directory) throws Exception {
    EvaluationReport report =
        judge(List.of(new Rolling(0.5, 0.25), new Rolling(1, 1)), directory.resolve("dump.tsv"));

    // Frozen, u1 has 1 and 1, u2 and u3 s, u4 s and 1, where s is SECOND, and the mean is (1 + s) /
    // 2; in halves of 1 - s they are off by 2, -1, -1 and 0: squares 4 + 1 + 1, times 4 / 3.
    JsonNode models = new ObjectMapper().readTree(report.json()).get("models");
    JsonNode frozen = models.get(0).get("ndcg@10 by user");
    assertThat(frozen.get("standard error").asDouble())
        .isCloseTo(Math.sqrt(8) * (1 - SECOND) / 2 / 6, within(1e-12));
    assertThat(frozen.has("difference")).isFalse();
    // Rolling, u4 has 0.5 and s: 0.5 less in all, so 1 / 12 in the mean; in twelfths the users are
    // off by 2, 1, 1 and -4: squares 4 + 1 + 1 + 16, times 4 / 3.
    JsonNode state = models.get(2).get("ndcg@10 by user");
    assertThat(state.get("measured against").asText()).isEqualTo("popularity@frozen");
    assertThat(state.get("difference").asDouble()).isCloseTo(-1 / 12.0, within(1e-12));
    assertThat(state.get("standard error of the difference").asDouble())
        .isCloseTo(Math.sqrt(22 * 4 / 3.0) / 12 / 6, within(1e-12));
    assertThat(report.columns())
        .extracting(Column::head)
        .containsSubsequence("ndcg@10", "± by user", "less @frozen", "mrr@10");
    assertThat(report.html())
        .contains("<td>± %.4f</td>".formatted(Math.sqrt(8) * (1 - SECOND) / 12))
        .contains("<td>-0.0833 ± 0.0752</td>");
  }
}
