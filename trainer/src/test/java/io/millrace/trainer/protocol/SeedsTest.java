package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.data.Datasets;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void shouldTrainWithEachSeedWhatIsRandom() throws Exception {
    EvaluationReport both = judged("both", List.of(2L, 5L));
    EvaluationReport alone = judged("alone", List.of(5L));

    assertThat(directory.resolve("both.popularity"))
        .hasSameTextualContentAs(directory.resolve("alone.popularity"));
    assertThat(directory.resolve("both.ials.seed5"))
        .hasSameTextualContentAs(directory.resolve("alone.ials"));
    assertThat(Files.readString(directory.resolve("both.ials.seed2")))
        .isNotEqualTo(Files.readString(directory.resolve("both.ials.seed5")));
    assertThat(both.results().getLast().bySeed()).containsOnlyKeys(2L, 5L);
    assertThat(both.results().getLast().bySeed().get(5L))
        .isEqualTo(alone.results().getLast().metrics());
    JsonNode json = new ObjectMapper().readTree(both.json());
    assertThat(json.get("seeds").toString()).isEqualTo("[2,5]");
    assertThat(json.get("models").get(0).has("standard deviation")).isFalse();
    JsonNode ials = json.get("models").get(1);
    assertThat(ials.get("metrics by seed").get("5").get("ndcg@10").asDouble())
        .isEqualTo(alone.results().getLast().metrics().get("ndcg@10"));
    assertThat(ials.get("standard deviation").has("ndcg@10")).isTrue();
    assertThat(Run.under(directory.resolve("both-runs")).stream().map(Run::read))
        .extracting(Run::name, Run::verdict, Run::metrics)
        .containsExactly(
            tuple("ials.seed2", Verdict.TRIED, both.results().getLast().bySeed().get(2L)),
            tuple("ials.seed5", Verdict.TRIED, both.results().getLast().bySeed().get(5L)),
            tuple("popularity", Verdict.TRIED, both.results().getFirst().metrics()));
  }

  @Test
  void shouldTellOfARunThatCannotBeWrittenAndJudgeAllTheSame() throws Exception {
    Files.createDirectory(directory.resolve("blocked-runs"));
    Files.writeString(directory.resolve("blocked-runs/popularity"), "a file");

    EvaluationReport report = judged("blocked", List.of(5L));

    assertThat(report.judged()).hasSize(2);
    assertThat(report.shownSettings().get("runs not written"))
        .contains("--output-dir: must be a directory that can be written to");
  }

  private EvaluationReport judged(String name, List<Long> seeds) throws Exception {
    EvaluationData data =
        EvaluationData.read(
            ListedRatings.first(3_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);
    return Runs.run(
        data,
        new EvaluationOptions(
            ProtocolName.P1,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(ModelName.POPULARITY, ModelName.IALS),
            List.of(),
            directory.resolve(name),
            false,
            directory.resolve(name + "-runs")),
        seeds);
  }
}
