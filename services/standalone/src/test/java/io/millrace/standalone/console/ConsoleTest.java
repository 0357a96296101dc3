package io.millrace.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.replay.ReplayProgress;
import io.millrace.trainer.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false);

  @Test
  void shouldSayTheLastStateOfABarWhereThereIsNoTerminal() {
    try (Bar bar = console.bar("replay", 200)) {
      bar.to(50, "10 events/s");
      bar.to(200, "12 events/s");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("replay: 100% (200 of 200)")
        .endsWith("12 events/s" + System.lineSeparator())
        .hasLineCount(1);
  }

  @Test
  void shouldSayOnlyThePercentageOfATraining() {
    try (TrainingBar bar = new TrainingBar(console)) {
      bar.update(new TrainingProgress.Stage("retrieval", 1, 3, 1 / 3.0, Double.NaN, Double.NaN));
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("retrieval: 33%, ")
        .doesNotContain("of 1000")
        .contains("epoch 1 of 3");
  }

  @Test
  void shouldSayWhereInTheWholeTrainingItIs() {
    try (TrainingBar bar = new TrainingBar(console)) {
      bar.begins(new TrainingProgress.Step(4, 13, "candidate", "ranking"));
      bar.update(new TrainingProgress.Stage("ranking", 1, 3, 1, 0.5, Double.NaN));
      bar.begins(new TrainingProgress.Step(5, 13, "candidate", "judging"));
      bar.update(new TrainingProgress.Stage("judging ratings", 0, 0, 1, Double.NaN, Double.NaN));
      bar.ended();
      bar.update(new TrainingProgress.Stage("popularity", 0, 0, 1, Double.NaN, Double.NaN));
    }
    assertThat(
            err.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(0, line.indexOf(':'))))
        .containsExactly(
            "step 4 of 13 (candidate), ranking",
            "step 5 of 13 (candidate), judging ratings",
            "popularity");
  }

  @Test
  void shouldSayAgainAndAgainThatSomethingGoesOnWhereNothingMoves() throws Exception {
    CountDownLatch said = new CountDownLatch(3);
    PrintStream counting =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            assertThat(line).startsWith("waiting: 0%");
            said.countDown();
          }
        };
    Duration often = Duration.ofMillis(1);
    try (Bar _ = new Bar.LineBar("waiting", 1, Bar.Scale.SHARE, counting, often, often)) {
      assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldSayNothingOfAStageThatWasOverAtOnceAndHadNothingToTell() {
    try (ReplayBar bar = new ReplayBar(console, () -> "")) {
      bar.reading("ml-100k");
      bar.catalogueSent(3, 2);
    }
    try (Bar _ = console.bar("starting", 1, Bar.Scale.SHARE)) {
      assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("reading ml-100k: 100%");
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("starting");
  }

  @Test
  void shouldDrawOnlyThePercentageOfAShare() {
    Console terminal =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true);
    try (Bar share = terminal.bar("judging", 1000, Bar.Scale.SHARE)) {
      share.to(333, "");
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("33%").doesNotContain("/1000");
  }

  @Test
  void shouldSayThatAReplayHasSentAllInsteadOfARateOfNothing() {
    try (ReplayBar bar = new ReplayBar(console, () -> "features 40 records behind")) {
      bar.sent(new ReplayProgress.Status(200, 200, 0, 0));
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("all sent, features 40 records behind");
  }

  @Test
  void shouldSetWarningsApart() {
    console.shout("offline: %s", "sample");
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(3).contains("offline: sample");
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldAlignColumns() {
    Table table = new Table("metric", "model").row("ndcg@10", "0.1").row("rmse", 12);
    assertThat(table.toString())
        .isEqualTo(
            """
              metric   model
              -------  -----
              ndcg@10  0.1
              rmse     12
            """);
  }
}
