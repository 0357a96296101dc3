package io.millrace.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.tracking.RunDirectory;
import io.millrace.trainer.tracking.RunDirectoryFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With trainings that only pretend: each takes ten seconds, five an epoch. */
class StudyRunTest {
  private static final Map<String, String> SUBJECT = Map.of("dataset", "sample", "seed", "1");
  private static final String DROPOUT = "trainer.dropout";

  private final List<String> notes = new ArrayList<>();
  private long nanos;
  @TempDir private Path directory = Path.of("");

  private final StudyProgress progress =
      new StudyProgress() {
        @Override
        public void update(double spent, String note) {
          notes.add("%.0f %s".formatted(spent, note));
        }

        @Override
        public void ended(Trial trial) {
          notes.add("ended " + trial.number());
        }
      };

  private StudyRun study(Study study, long seconds, int most, TrialTraining training) {
    StudyOptions options = new StudyOptions(study, 1, Duration.ofSeconds(seconds), most, directory);
    return new StudyRun(options, SUBJECT, training, progress, () -> nanos);
  }

  /** NDCG is the drop-out; the towers' validation is the same. */
  private double train(int number, SortedMap<String, String> settings, TrainingProgress watch) {
    double value = Double.parseDouble(settings.getOrDefault(DROPOUT, "0"));
    watch.update(new TrainingProgress.Stage("retrieval", 1, 2, 0.5, 1.0, Double.NaN));
    for (int epoch = 1; epoch <= 2; epoch++) {
      nanos += 5_000_000_000L;
      watch.epoch(epoch(epoch, value));
    }
    return value;
  }

  private static EpochLog epoch(int epoch, double value) {
    double none = Double.NaN;
    return new EpochLog("candidate", "retrieval", epoch, epoch, 1, none, none, value, none, 0.1, 5);
  }

  private static final Study RANGE = StudyTest.of("dropout = 0.1..0.9");

  @Test
  void shouldEndWithTheBudgetAndTellTheBest() {
    // the trial in which the budget ends is as if it had never been
    StudyResult result = study(RANGE, 55, 1000, this::train).run();

    assertThat(result.trials()).hasSize(5).extracting(Trial::number).containsExactly(1, 2, 3, 4, 5);
    assertThat(result.exhausted()).isFalse();
    Trial first = result.ranked().getFirst();
    StudyResult.Arm best = result.best().orElseThrow();
    assertThat(best.settings()).isEqualTo(first.settings());
    assertThat(best.mean()).isEqualTo(first.ndcg());
    assertThat(result.ranked())
        .isSortedAccordingTo(Comparator.comparingDouble(trial -> -trial.validation()));
    assertThat(notes).contains("ended 5").doesNotContain("ended 6");
    assertThat(notes.getFirst()).isEqualTo("0 trial 1: retrieval epoch 1 of 2");
  }

  @Test
  void shouldMakeTheSameTrialsWhenItWasBrokenOffAndGoneOnWith() throws Exception {
    List<Trial> atOnce = study(RANGE, 1000, 9, this::train).run().trials();
    Files.delete(directory.resolve("study.json"));

    assertThatThrownBy(() -> study(RANGE, 1000, 9, this::killedInTheFourth).run())
        .isInstanceOf(Killed.class);
    List<Trial> resumed = study(RANGE, 1000, 9, this::train).run().trials();

    assertThat(resumed).isEqualTo(atOnce);
  }

  private double killedInTheFourth(
      int number, SortedMap<String, String> settings, TrainingProgress watch) {
    if (number == 4) {
      throw new Killed();
    }
    return train(number, settings, watch);
  }

  /** As a process that ends in the middle: nothing of the trial is left. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void shouldTellOfATrialThatBreaksAndGoOn() {
    StudyResult result =
        study(
                RANGE,
                1000,
                4,
                (number, settings, watch) -> {
                  if (number == 2) {
                    throw new IllegalStateException("broke");
                  }
                  return train(number, settings, watch);
                })
            .run();

    assertThat(result.trials())
        .extracting(Trial::fault)
        .containsExactly(null, "java.lang.IllegalStateException: broke", null, null);
    assertThat(study(RANGE, 1000, 5, this::train).run().trials()).hasSize(5);
  }

  /** Of the worse values all trials come after five better ones at times, and all are finished. */
  @Test
  void shouldBreakOffNoneOfAComparisonAndTakeTheBestMeanOverSeeds() {
    Study study = StudyTest.of("dropout = 0.1 | 0.2 | 0.3", "seed = 1 | 2 | 3");
    StudyResult result =
        study(
                study,
                1000,
                1000,
                (number, settings, watch) -> {
                  double value = train(number, settings, watch);
                  // 0.1 once has a stroke of luck that beats every other trial
                  boolean lucky = value == 0.1 && "2".equals(settings.get("trainer.seed"));
                  return lucky ? 0.4 : value;
                })
            .run();

    assertThat(result.trials()).hasSize(9).extracting(Trial::end).containsOnly(Trial.End.FINISHED);
    assertThat(result.ranked().getFirst().ndcg()).isEqualTo(0.4);
    assertThat(result.arms()).extracting(StudyResult.Arm::finished).containsOnly(3);
    assertThat(result.best().orElseThrow().settings()).isEqualTo(Map.of(DROPOUT, "0.3"));
    StudyResult.Arm last = result.arms().get(2);
    assertThat(last.settings()).isEqualTo(Map.of(DROPOUT, "0.1"));
    assertThat(last.mean()).isCloseTo(0.2, within(1e-12)); // (0.1 + 0.4 + 0.1) / 3
    assertThat(last.deviation()).isCloseTo(Math.sqrt(0.03), within(1e-12));
  }

  @Test
  void shouldCountWhatWasSpentBefore() {
    assertThat(study(RANGE, 1000, 2, this::train).run().trials()).hasSize(2);
    assertThat(study(RANGE, 35, 1000, this::train).run().trials()).hasSize(3);
    assertThat(study(RANGE, 30, 1000, this::train).run().trials()).hasSize(3);
  }

  @Test
  void shouldBreakOffTrialsThatAreWorseThanMost() {
    StudyResult result = study(RANGE, 10_000, 40, this::train).run();

    for (Trial trial : result.trials()) {
      // with constant curves the median of the finished ones before it is the rule
      double[] before =
          result.trials().subList(0, trial.number() - 1).stream()
              .filter(other -> other.end() == Trial.End.FINISHED)
              .mapToDouble(Trial::validation)
              .sorted()
              .toArray();
      int n = before.length;
      boolean stopped = n >= 5 && trial.validation() < (before[(n - 1) / 2] + before[n / 2]) / 2;
      assertThat(trial.end())
          .as("trial %d", trial.number())
          .isEqualTo(stopped ? Trial.End.STOPPED : Trial.End.FINISHED);
      assertThat(trial.curve()).hasSize(stopped ? 1 : 2);
    }
    assertThat(result.trials()).extracting(Trial::end).contains(Trial.End.STOPPED);
  }

  @Test
  void shouldGoOnAfterSettingsThatDoNotGoTogether() {
    Study study = StudyTest.of("dropout = 0.1 | 0.2 | 0.3");
    StudyResult result =
        study(
                study,
                1000,
                1000,
                (number, settings, watch) -> {
                  if ("0.3".equals(settings.get(DROPOUT))) {
                    throw new UserFault("dropout: too much");
                  }
                  return train(number, settings, watch);
                })
            .run();

    assertThat(result.exhausted()).isTrue();
    assertThat(result.trials()).extracting(Trial::fault).containsOnlyOnce("dropout: too much");
    assertThat(result.best().orElseThrow().mean()).isEqualTo(0.2);
    assertThat(result.groups(DROPOUT))
        .containsExactly(
            new StudyResult.Group("0.1", 1, 1, 0.1, 0.1, 0.1),
            new StudyResult.Group("0.2", 1, 1, 0.2, 0.2, 0.2),
            new StudyResult.Group("0.3", 1, 0, Double.NaN, Double.NaN, Double.NaN));
  }

  @Test
  void shouldGiveUpAfterThreeFailuresInARowAndGoOnWhenAskedAgain() {
    TrialTraining fails =
        (number, settings, watch) -> {
          if (number == 2 || number >= 4) {
            throw new UserFault("ratings: too few");
          }
          return train(number, settings, watch);
        };
    StudyRun run = study(RANGE, 1000, 1000, fails);
    assertThatThrownBy(run::run)
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("3 trials in a row failed, the last by: ratings: too few; mend that");
    assertThat(run.soFar().trials()).hasSize(6);

    assertThat(study(RANGE, 1000, 7, this::train).run().trials())
        .extracting(Trial::end)
        .containsExactly(
            Trial.End.FINISHED,
            Trial.End.FAILED,
            Trial.End.FINISHED,
            Trial.End.FAILED,
            Trial.End.FAILED,
            Trial.End.FAILED,
            Trial.End.FINISHED);
  }

  @Test
  void shouldMakeATrialAgainWhoseDirectoryCouldNotBeWritten() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    TrialTraining homeless =
        (number, settings, watch) -> {
          if (number == 2) {
            throw assertThrows(
                RunDirectoryFault.class,
                () -> new RunDirectory("--dir", file.resolve("0002"), new TreeMap<>()));
          }
          return train(number, settings, watch);
        };
    assertThatThrownBy(() -> study(RANGE, 1000, 4, homeless).run())
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--dir: must be a directory that can be written to");

    assertThat(study(RANGE, 1000, 4, this::train).run().trials())
        .extracting(Trial::end)
        .hasSize(4)
        .containsOnly(Trial.End.FINISHED);
  }

  @Test
  void shouldRecordATrialThatNeedsMoreMemoryThanThereIs() {
    StudyResult result =
        study(
                RANGE,
                1000,
                2,
                (number, settings, watch) -> {
                  if (number == 1) {
                    throw new OutOfMemoryError("Java heap space");
                  }
                  return train(number, settings, watch);
                })
            .run();

    assertThat(result.trials())
        .extracting(Trial::fault)
        .containsExactly(
            "out of memory (Java heap space); give more heap (MILLRACE_JAVA_OPTS=-Xmx...)", null);
  }

  @Test
  void shouldSayWhenTheBudgetIsTooSmallForATrial() {
    assertThatThrownBy(() -> study(RANGE, 4, 1000, this::train).run())
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--budget: 0.1 minutes were over before the first trial had ended");
  }

  /** Trials of two versions in one table would not be told apart. */
  @Test
  void shouldRefuseADirectoryOfAnotherVersionOfTheProgram() {
    StudyOptions options = new StudyOptions(RANGE, 1, Duration.ofSeconds(99), 1, directory);
    Map<String, String> old = Map.of("dataset", "sample", "codeVersion", "0.1.0");
    new StudyRun(options, old, this::train, progress, () -> nanos).run();

    Map<String, String> now = Map.of("dataset", "sample", "codeVersion", "0.2.0");
    assertThatThrownBy(() -> new StudyRun(options, now, this::train, progress, () -> nanos))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(
            "holds a study with codeVersion = 0.1.0, not 0.2.0; go on with that version, or another"
                + " directory");
    Map<String, String> unknown = Map.of("dataset", "sample");
    assertThatThrownBy(() -> new StudyRun(options, unknown, this::train, progress, () -> nanos))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("codeVersion = 0.1.0, not (none)");
  }

  @Test
  void shouldRefuseADirectoryOfAnotherStudy() throws Exception {
    study(RANGE, 1000, 1, this::train).run();
    StudyOptions options = new StudyOptions(RANGE, 2, Duration.ofSeconds(9), 1, directory);
    Map<String, String> other = Map.of("dataset", "sample", "seed", "2");

    assertThatThrownBy(() -> new StudyRun(options, other, this::train, progress, () -> nanos))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("holds a study with seed = 1, not 2");

    Path state = directory.resolve("study.json");
    Files.writeString(state, Files.readString(state).substring(0, 40));
    assertThatThrownBy(() -> study(RANGE, 1000, 1, this::train))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(state + " must be as tune writes it");
  }
}
