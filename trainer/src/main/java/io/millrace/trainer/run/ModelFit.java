package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.UserHistory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits a bundle on the interactions before a moment, which are divided as {@link Stretch} says. */
final class ModelFit {
  private static final Logger logger = LoggerFactory.getLogger(ModelFit.class);

  private final FitSettings settings;

  /**
   * What came of it.
   *
   * @param retrievalEpochs whose weights were kept
   * @param rankingEpochs whose weights were kept
   * @param scoring of the two heads
   * @param warm whether it began with another bundle's weights
   * @param examples that were learned from
   */
  record Result(
      Bundle bundle,
      int retrievalEpochs,
      int rankingEpochs,
      Scoring scoring,
      boolean warm,
      long examples,
      List<EpochLog> log,
      Map<String, Double> seconds) {}

  ModelFit(TrainingSettings training, Engine engine, Course course) {
    UserHistory configured = training.config().userHistory();
    UserHistory history = engine.history(configured);
    if (history != configured) {
      logger.warn(
          "trainer.user_history: engine {} learns {} histories only, so those are used; for {} set"
              + " trainer.engine=fused",
          engine.name(),
          name(history),
          name(configured));
    }
    this.settings = new FitSettings(training, engine, history, course);
  }

  private static String name(UserHistory kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** How many steps {@link #fit} has, from random weights or others. */
  int steps(boolean warm) {
    return Fit.steps(settings.config(), warm);
  }

  /**
   * Fits the ratings before {@code end}.
   *
   * @param warm whose weights it begins with, of which {@link #difference} is null; null for random
   *     ones
   */
  Result fit(String name, Interactions data, int end, Schedule schedule, @Nullable Bundle warm) {
    Stretch stretch =
        warm == null
            ? Stretch.fresh(settings.config(), end)
            : Stretch.warm(settings.config(), data, warm, end);
    return new Fit(settings, name, data, stretch, schedule, settings.encoder(data), warm).run();
  }

  /**
   * Why a fit of these data cannot begin with a bundle's weights.
   *
   * @return what differs; null if nothing does
   */
  @Nullable String difference(Bundle warm, Interactions data) {
    return difference(warm, settings.encoder(data));
  }

  /** The same of an update, which keeps the bundle's encoder. */
  @Nullable String difference(Bundle live) {
    return difference(live, live.encoder());
  }

  private @Nullable String difference(Bundle warm, FeatureEncoder encoder) {
    return WarmStart.difference(
        warm, encoder, new NetworkLayout(settings.config(), encoder, settings.history()));
  }

  /** As {@link TrainingRun#runUpdate}, with the ratings before {@code end}. */
  Result update(String name, Interactions data, int end, Bundle live) {
    Stretch stretch = Stretch.update(settings.config(), end);
    Schedule kept = new Schedule(0, 0, Scoring.of(live));
    return new Fit(settings, name, data, stretch, kept, live.encoder(), live).updated();
  }
}
