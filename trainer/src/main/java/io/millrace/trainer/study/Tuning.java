package io.millrace.trainer.study;

import io.millrace.data.Dataset;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.run.RunEnvironment;
import io.millrace.trainer.tracking.PropertiesFile;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Searches settings on a data set. Of the events only those up to the test part's cut are looked
 * at; the newest {@code trainer.judged_share} of them is the validation data that trials are judged
 * on, by NDCG@10 of the next event among all items.
 */
public final class Tuning {
  private final Function<Map<String, String>, Configuration> load;
  private final Cut cut;
  private final int kCore;

  /**
   * A search.
   *
   * @param load gives the configuration with some keys set over all others
   * @param cut where the test part begins, which is left alone
   * @param kCore least ratings of a user and of an item, as the evaluation has it
   */
  public Tuning(Function<Map<String, String>, Configuration> load, Cut cut, int kCore) {
    this.load = load;
    this.cut = cut;
    this.kCore = kCore;
  }

  /**
   * Searches, or goes on with a search in the same directory. However it ends, the best settings so
   * far are written.
   *
   * @throws UserFault if data, settings or directory do not allow it
   */
  public StudyResult run(Dataset dataset, StudyOptions options, StudyProgress progress) {
    SortedMap<String, String> fixed = TrainingSettings.of(load.apply(Map.of())).effective();
    EvaluationData data = EvaluationData.read(dataset, kCore, null);
    int from =
        cut.firstAfter(data.log())
            .orElseThrow(() -> cut.outside(data.log(), "choose data with times"));
    Interactions training = data.log().where(event -> event < from);
    Map<String, String> subject = subject(options, fixed);
    subject.put("dataset", data.name());
    subject.put("events", Integer.toString(training.size()));
    subject.put(StudyState.CODE, RunEnvironment.of(1).codeVersion());
    ValidatedTraining trials =
        new ValidatedTraining(load, training, data.name(), options.directory().resolve("trials"));
    StudyRun study = new StudyRun(options, subject, trials, progress, System::nanoTime);
    try {
      return study.run();
    } finally {
      writeBest(options, study.soFar());
    }
  }

  /** What is searched is not fixed, and threads change the time it takes only. */
  private Map<String, String> subject(StudyOptions options, SortedMap<String, String> fixed) {
    Map<String, String> subject = new TreeMap<>(fixed);
    subject.keySet().removeAll(options.study().values().keySet());
    subject.remove("trainer.threads");
    options.study().values().forEach((key, values) -> subject.put(key, values.toString()));
    subject.put("seed", Long.toString(options.seed()));
    return subject;
  }

  /** What was found best over what all trials had in common: all that a training depends on. */
  private void writeBest(StudyOptions options, StudyResult result) {
    result
        .best()
        .ifPresent(
            best -> {
              SortedMap<String, String> settings =
                  TrainingSettings.of(load.apply(best.settings())).effective();
              settings.remove("trainer.threads");
              if (options.study().values().containsKey(Study.SEED)) {
                settings.remove(Study.SEED);
              }
              String comment =
                  "study %s: ndcg@10 %.4f on the validation data, the mean of %d trials"
                      .formatted(options.study().name(), best.mean(), best.finished());
              try {
                PropertiesFile.write(
                    options.directory().resolve("best.properties"), comment, settings);
              } catch (IOException e) {
                throw new UserFault("--dir: could not be written to: " + IoReason.of(e), e);
              }
            });
  }
}
