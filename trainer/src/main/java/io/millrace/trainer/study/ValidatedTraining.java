package io.millrace.trainer.study;

import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.run.Provenances;
import io.millrace.trainer.run.TrainingResult;
import io.millrace.trainer.run.TrainingRun;
import io.millrace.trainer.tracking.RecordedProgress;
import io.millrace.trainer.tracking.RunDirectory;
import io.millrace.trainer.tracking.RunReport;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** Trains as the trainer does up to the gate, and leaves a run's directory for each trial. */
final class ValidatedTraining implements TrialTraining {
  private final Function<Map<String, String>, Configuration> load;
  private final Interactions data;
  private final String dataset;
  private final Path directory;

  ValidatedTraining(
      Function<Map<String, String>, Configuration> load,
      Interactions data,
      String dataset,
      Path directory) {
    this.load = load;
    this.data = data;
    this.dataset = dataset;
    this.directory = directory;
  }

  @Override
  public double ndcg(int number, SortedMap<String, String> settings, TrainingProgress progress) {
    TrainingSettings trial = TrainingSettings.of(load.apply(settings));
    Instant began = Instant.now();
    long started = System.nanoTime();
    SortedMap<String, String> all = trial.effective();
    RunDirectory run = new RunDirectory("--dir", directory.resolve("%04d".formatted(number)), all);
    try (Engine engine = Engines.open(trial.config())) {
      TrainingProgress recorded = new RecordedProgress(progress, run);
      TrainingResult result = new TrainingRun(trial, engine, recorded).candidate(data);
      double seconds = (System.nanoTime() - started) / 1e9;
      run.finish(
          new RunReport(
              run.name(),
              dataset,
              began,
              all,
              new Provenances(trial, engine).of(Map.of(), result, null, seconds),
              Verdict.TRIED,
              null,
              result.judgement(),
              result.log(),
              result.seconds()));
      return result.judgement().getMetrics().getOrDefault("ndcg@10", 0.0);
    }
  }
}
