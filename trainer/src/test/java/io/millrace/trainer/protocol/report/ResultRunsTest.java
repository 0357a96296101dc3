package io.millrace.trainer.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.DirectoryTree;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.protocol.Runs;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Judged;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that took an hour is not lost for want of a directory. */
class ResultRunsTest {
  private static final TrainingSettings SETTINGS = Runs.settings().configured();
  private static final Judged FOUND =
      new Judged(Map.of("ndcg@10", 0.5), null, Stream::empty, Map.of("training", 3.0));

  @TempDir private Path directory = Path.of("");

  private ResultRuns runs() {
    return new ResultRuns(
        directory,
        EvaluationData.read(ListedRatings.of("1 1 4 10", "1 2 4 20"), 1, null),
        ProtocolName.P1,
        TrainingProgress.NONE);
  }

  @Test
  void shouldKeepTheResultWhenItsDirectoryCannotBeMade() throws Exception {
    Files.writeString(directory.resolve("first"), "a file");
    ResultRuns runs = runs();

    assertThat(runs.record("first", SETTINGS, () -> FOUND)).isSameAs(FOUND);
    assertThat(runs.record("second", SETTINGS, () -> FOUND)).isSameAs(FOUND);

    assertThat(runs.faults())
        .singleElement()
        .asString()
        .contains("--output-dir: must be a directory that can be written to, was", "first");
    assertThat(Run.read(directory.resolve("second")).verdict()).isEqualTo(Verdict.TRIED);
  }

  @Test
  void shouldKeepTheResultWhenItsDirectoryIsGoneAtTheEnd() {
    ResultRuns runs = runs();

    assertThat(runs.record("line", SETTINGS, this::removedMeanwhile)).isSameAs(FOUND);

    assertThat(runs.faults())
        .singleElement()
        .asString()
        .contains("--output-dir: ", "line could not be written to");
  }

  private Judged removedMeanwhile() {
    try {
      new DirectoryTree(directory.resolve("line")).remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FOUND;
  }
}
