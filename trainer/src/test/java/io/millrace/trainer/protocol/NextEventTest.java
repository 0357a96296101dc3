package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
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
}
