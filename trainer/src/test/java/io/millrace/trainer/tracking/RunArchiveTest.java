package io.millrace.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.RunsSettings;
import io.millrace.trainer.run.EpochLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArchiveTest {
  private static final SortedMap<String, String> SETTINGS =
      new TreeMap<>(Map.of("trainer.seed", "7"));
  private static final EpochLog EPOCH =
      new EpochLog(
          "candidate",
          "retrieval",
          1,
          7L,
          2.5,
          Double.NaN,
          Double.NaN,
          0.125,
          Double.NaN,
          0.003,
          1);

  @TempDir private Path directory = Path.of("");

  private RunArchive archive(int keep) {
    return new RunArchive(new RunsSettings(directory.toString(), keep));
  }

  private static RunReport report() {
    return new RunReport(
        "g000001",
        "training-examples.v1",
        Instant.parse("2026-01-02T03:04:05Z"),
        SETTINGS,
        new Provenance("fused", "cpu", Map.of(), "x", 7L, "development", "jvm", "cpu", 10L, 3.25),
        Verdict.PASSED,
        null,
        new Judgement(Map.of("ndcg@10", 0.25), Map.of(), Map.of(), Map.of(), Map.of()),
        List.of(EPOCH),
        Map.of());
  }

  @Test
  void shouldLeaveARunThatIsReadBack() {
    RunRecord record = archive(5).begin("g000001", SETTINGS);
    record.epoch(EPOCH);
    assertThat(Run.read(directory.resolve("g000001")).verdict()).isEqualTo(Verdict.UNFINISHED);
    record.finish(report());

    Run run = Run.read(directory.resolve("g000001"));
    assertThat(run.settings()).isEqualTo(SETTINGS);
    assertThat(run.metrics()).containsExactly(Map.entry("ndcg@10", 0.25));
    assertThat(run.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(run.epochs()).hasSize(2); // the head and the epoch
  }

  @Test
  void shouldKeepTheNewestAndWhatIsNotItsOwn() throws Exception {
    new RunDirectory("--output-dir", directory.resolve("first"), SETTINGS);
    Files.createDirectories(directory.resolve("g000000")); // of no run
    for (int generation = 1; generation <= 4; generation++) {
      archive(2).begin("g00000" + generation, SETTINGS).finish(report());
    }

    try (var left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("first", "g000000", "g000003", "g000004");
    }
  }

  @Test
  void shouldBeginAfreshWhereATrainingDidNotEnd() {
    archive(2).begin("g000001", SETTINGS).epoch(EPOCH);
    archive(2).begin("g000001", SETTINGS);
    assertThat(Run.read(directory.resolve("g000001")).epochs()).hasSize(1);
  }

  @Test
  void shouldLetTheTrainingGoOnWhereNothingCanBeWritten() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    RunArchive nowhere = new RunArchive(new RunsSettings(file.toString(), 2));
    assertThat(nowhere.begin("g000001", SETTINGS)).isSameAs(RunRecord.NONE);

    RunRecord record = archive(2).begin("g000002", SETTINGS);
    Path log = directory.resolve("g000002/training_log.csv");
    Files.delete(log);
    Files.createDirectory(log);
    record.epoch(EPOCH);
    record.finish(report());
    assertThat(Run.isIn(directory.resolve("g000002"))).isTrue();
    assertThat(directory.resolve("g000002/metrics.json")).doesNotExist();
  }

  @Test
  void shouldLeaveNothingWhereNoDirectoryIsSet() {
    assertThat(new RunArchive(new RunsSettings(" ", 2)).begin("g000001", SETTINGS))
        .isSameAs(RunRecord.NONE);
    assertThat(directory).isEmptyDirectory();
  }
}
