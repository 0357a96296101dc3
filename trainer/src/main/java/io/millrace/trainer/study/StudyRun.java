package io.millrace.trainer.study;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.tracking.RunDirectoryFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes trial after trial until the budget is spent or nothing is left. For one thread. */
final class StudyRun {
  /** So many failures in a row, and the fault is hardly the settings'. */
  private static final int HOPELESS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(StudyRun.class);

  private final StudyOptions options;
  private final TrialTraining training;
  private final StudyProgress progress;
  private final LongSupplier nanoTime;
  private final StudyState state;
  private int failedInARow;

  /**
   * A run, begun or gone on with.
   *
   * @param subject all that trials depend on beside their settings
   * @param nanoTime as {@link System#nanoTime}
   */
  StudyRun(
      StudyOptions options,
      Map<String, String> subject,
      TrialTraining training,
      StudyProgress progress,
      LongSupplier nanoTime) {
    this.options = options;
    this.training = training;
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.state = StudyState.open(options.directory(), subject);
  }

  /**
   * Runs.
   *
   * @throws UserFault if several trials in a row fail, a trial's directory cannot be written, or
   *     the budget is over before one has ended; the same call goes on where it ended
   */
  StudyResult run() {
    Proposals proposals = new Proposals(options.study(), options.seed());
    state.trials().forEach(known -> proposals.next());
    boolean exhausted = false;
    boolean inTime = true;
    while (inTime && !exhausted && goesOn()) {
      Optional<SortedMap<String, String>> next = proposals.next();
      exhausted = next.isEmpty();
      inTime = next.isEmpty() || new Attempt(next.get()).made();
    }
    if (state.trials().isEmpty()) {
      throw new UserFault(
          "--budget: %.1f minutes were over before the first trial had ended; give more"
              .formatted(options.budgetSeconds() / 60));
    }
    return new StudyResult(options.study(), state.trials(), exhausted);
  }

  /** What has been recorded, however the run ended. */
  StudyResult soFar() {
    return new StudyResult(options.study(), state.trials(), false);
  }

  private boolean goesOn() {
    List<Trial> trials = state.trials();
    if (failedInARow >= HOPELESS) {
      throw new UserFault(
          ("--study %s: %d trials in a row failed, the last by: %s; mend that and give the same"
                  + " command again, which goes on with the next, or with another --dir, which"
                  + " begins anew")
              .formatted(options.study().name(), failedInARow, trials.getLast().fault()));
    }
    return trials.size() < options.mostTrials() && state.seconds() < options.budgetSeconds();
  }

  private String best() {
    return soFar()
        .best()
        .map(arm -> String.format(Locale.ROOT, ", best ndcg@10 %.4f", arm.mean()))
        .orElse("");
  }

  /** One trial: watches its epochs, and breaks it off where it is worse than most, or too late. */
  private final class Attempt implements TrainingProgress {
    private final int number = state.trials().size() + 1;
    private final SortedMap<String, String> settings;
    private final long started = nanoTime.getAsLong();
    private final double before = state.seconds();
    private final String best = best();
    private final List<Double> curve = new ArrayList<>();
    private final List<List<Double>> others =
        state.trials().stream()
            .filter(trial -> trial.end() == Trial.End.FINISHED)
            .map(Trial::curve)
            .toList();
    private boolean late;

    Attempt(SortedMap<String, String> settings) {
      this.settings = settings;
    }

    /** Whether it ended within the budget; if not, it is as if it had never been. */
    boolean made() {
      Optional<Trial> ended = outcome();
      ended.ifPresent(this::add);
      return ended.isPresent();
    }

    private void add(Trial trial) {
      state.add(trial);
      failedInARow = trial.end() == Trial.End.FAILED ? failedInARow + 1 : 0;
      progress.ended(trial);
    }

    private Optional<Trial> outcome() {
      try {
        double ndcg = training.ndcg(number, settings, this);
        return Optional.of(trial(Trial.End.FINISHED, ndcg, null));
      } catch (CancellationException e) {
        return late ? Optional.empty() : Optional.of(trial(Trial.End.STOPPED, null, null));
      } catch (RunDirectoryFault e) { // not the settings': the trial is to be made again
        throw e;
      } catch (UserFault | DivergenceException e) {
        return failed(String.valueOf(e.getMessage()));
      } catch (OutOfMemoryError e) { // of these settings: every resumption would begin with it
        LOG.warn("trial {} failed", number, e);
        return failed(
            "out of memory (%s); give more heap (MILLRACE_JAVA_OPTS=-Xmx...)"
                .formatted(e.getMessage()));
      } catch (RuntimeException e) { // top of the trial: told in the table, and not tried again
        LOG.warn("trial {} failed", number, e);
        return failed(e.toString());
      }
    }

    private Optional<Trial> failed(String fault) {
      return Optional.of(trial(Trial.End.FAILED, null, fault));
    }

    private Trial trial(Trial.End end, @Nullable Double ndcg, @Nullable String fault) {
      return new Trial(number, settings, end, ndcg, curve, seconds(), fault);
    }

    private double seconds() {
      return (nanoTime.getAsLong() - started) / 1e9;
    }

    @Override
    public void update(Stage stage) {
      String epoch =
          stage.epoch() > 0 ? " epoch %d of %d".formatted(stage.epoch(), stage.epochs()) : "";
      progress.update(
          before + seconds(), "trial %d: %s%s%s".formatted(number, stage.phase(), epoch, best));
    }

    @Override
    public void epoch(EpochLog line) {
      if (before + seconds() >= options.budgetSeconds()) {
        late = true;
        throw new CancellationException("the budget is spent");
      }
      if (line.phase().equals("retrieval") && !Double.isNaN(line.fullNdcg())) {
        curve.add(line.fullNdcg());
        if (!options.study().compares() && MedianRule.stops(others, curve)) {
          throw new CancellationException("worse than most");
        }
      }
    }
  }
}
