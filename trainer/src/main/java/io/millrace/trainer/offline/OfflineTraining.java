package io.millrace.trainer.offline;

import io.millrace.data.Dataset;
import io.millrace.data.Rating;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.feature.HalfStars;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Item;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.User;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.StreamCheck;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.mlflow.MlflowSender;
import io.millrace.trainer.run.Provenances;
import io.millrace.trainer.run.TrainingOutcome;
import io.millrace.trainer.run.TrainingResult;
import io.millrace.trainer.run.TrainingRun;
import io.millrace.trainer.tracking.RecordedProgress;
import io.millrace.trainer.tracking.RunDirectory;
import io.millrace.trainer.tracking.RunReport;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains on a data set without a broker and writes a directory ({@link RunDirectory}). */
public final class OfflineTraining {
  private static final Logger log = LoggerFactory.getLogger(OfflineTraining.class);

  private OfflineTraining() {}

  /**
   * Trains.
   *
   * @param output the directory to write
   * @throws UserFault if there is too little to learn from or the directory cannot be written
   */
  public static TrainingOutcome run(
      Dataset data, TrainingSettings settings, Path output, TrainingProgress progress) {
    Instant began = Instant.now();
    SortedMap<String, String> effective = settings.effective();
    RunDirectory directory = new RunDirectory("--output-dir", output, effective);
    long started = System.nanoTime();
    try (Engine engine = Engines.open(settings.config())) {
      progress.opened(engine.name(), engine.device());
      Interactions interactions = read(data);
      TrainingProgress recorded = new RecordedProgress(progress, directory);
      TrainingResult result =
          new TrainingRun(settings, engine, recorded).run(interactions, null, null);
      double seconds = (System.nanoTime() - started) / 1e9;
      Provenance provenance = new Provenances(settings, engine).of(Map.of(), result, null, seconds);
      Bundle best = Objects.requireNonNullElse(result.bundle(), result.candidate());
      directory.model(best, interactions.catalogue());
      RunReport report =
          new RunReport(
              directory.name(),
              data.name(),
              began,
              effective,
              provenance,
              result.refusal() == null ? Verdict.PASSED : Verdict.REFUSED,
              result.refusal(),
              result.judgement(),
              result.log(),
              result.seconds());
      directory.finish(report);
      try (MlflowSender mlflow = new MlflowSender(settings.config().mlflow())) {
        mlflow.send(report);
      }
      return outcome(engine, result, seconds);
    }
  }

  private static TrainingOutcome outcome(Engine engine, TrainingResult result, double seconds) {
    return new TrainingOutcome(
        "offline",
        result.refusal() == null ? GateVerdict.PUBLISHED : GateVerdict.REFUSED,
        result.refusal(),
        engine.name(),
        engine.device(),
        result.examples(),
        seconds,
        result.judgement(),
        result.seconds());
  }

  private static Interactions read(Dataset data) {
    InteractionColumns columns = new InteractionColumns();
    try (Stream<Item> items = data.items();
        Stream<User> users = data.users();
        Stream<Rating> ratings = data.ratings()) {
      items.forEach(columns::putItem);
      users.forEach(columns::putUser);
      StreamCheck check = new StreamCheck();
      long[] place = {0};
      long[] invalid = {0};
      ratings.forEach(rating -> invalid[0] += add(columns, check, rating, place[0]++) ? 0 : 1);
      if (invalid[0] > 0) {
        log.warn("{} of {} ratings are left out: not valid", invalid[0], place[0]);
      }
    }
    return columns.snapshot();
  }

  private static boolean add(
      InteractionColumns columns, StreamCheck check, Rating rating, long place) {
    if (!check.accepts(rating)) {
      return false;
    }
    columns.add(
        rating.userId(),
        rating.itemId(),
        HalfStars.of(rating.rating()),
        rating.timestamp(),
        0,
        place);
    return true;
  }
}
