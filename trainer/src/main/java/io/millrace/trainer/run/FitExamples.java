package io.millrace.trainer.run;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.sampling.BatchSource;
import io.millrace.trainer.sampling.EventWindows;
import io.millrace.trainer.sampling.RetrievalSampler;
import io.millrace.trainer.sampling.SequenceSampler;

/** What the towers learn from in each step of a fit, and in which batches. For one thread. */
final class FitExamples {
  private final TrainerConfig config;
  private final UserHistory history;
  private final Interactions data;
  private final Stretch stretch;
  private final UserInputs inputs;

  /** Examples of a stretch of the interactions, encoded. */
  FitExamples(FitSettings settings, Interactions data, FeatureEncoder encoder, Stretch stretch) {
    this.config = settings.config();
    this.history = settings.history();
    this.data = data;
    this.stretch = stretch;
    this.inputs =
        new UserInputs(
            data,
            encoder,
            settings.training().features(),
            stretch.from(),
            stretch.end(),
            pooledLength(),
            config.userBuckets());
  }

  /** Before the ranker's share. */
  UserInputs older() {
    return inputs.part(stretch.from(), stretch.cut());
  }

  /** The ranker's share, on which the towers may be judged. */
  UserInputs rankers() {
    return inputs.part(stretch.cut(), stretch.end());
  }

  UserInputs none() {
    return inputs.part(stretch.end(), stretch.end());
  }

  /** The newest of all. */
  UserInputs newest(int examples) {
    return inputs.part(Math.max(0, stretch.end() - examples), stretch.end());
  }

  /**
   * What towers and ranker learn from together: the ranker's share. A sequence needs the rows
   * before its last too: as far back as the towers learned from, and no further.
   */
  UserInputs joint() {
    return inputs.part(
        history == UserHistory.SEQUENCE ? stretch.from() : stretch.cut(), stretch.end());
  }

  /** The row of the user's table that an event's user has. */
  int userRow(int event) {
    return inputs.userRow(event);
  }

  /** Batches of a part of them. */
  BatchSource batches(UserInputs part) {
    RetrievalSampler examples =
        new RetrievalSampler(data, part, config.batchSize(), pooledLength(), config.poolSize());
    return history == UserHistory.SEQUENCE
        ? new SequenceSampler(
            new EventWindows(data, part.from(), part.to(), config.historyLength()),
            examples,
            config.batchSize())
        : examples;
  }

  /** Events of a history that lie beside an example; a sequence has them in its window. */
  private int pooledLength() {
    return history == UserHistory.SEQUENCE ? 0 : config.historyLength();
  }
}
