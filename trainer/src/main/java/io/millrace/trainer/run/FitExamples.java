package io.millrace.trainer.run;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
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
  private final int cut;
  private final int end;
  private final UserInputs inputs;

  /**
   * Examples of the interactions from {@code from} to {@code end} (exclusive), encoded.
   *
   * @param history as the engine learns it
   * @param cut where the ranker's share begins
   */
  FitExamples(
      TrainerConfig config,
      UserHistory history,
      Interactions data,
      FeatureEncoder encoder,
      FeatureSettings features,
      int from,
      int cut,
      int end) {
    this.config = config;
    this.history = history;
    this.data = data;
    this.cut = cut;
    this.end = end;
    this.inputs =
        new UserInputs(data, encoder, features, from, end, pooledLength(), config.userBuckets());
  }

  /** Before the ranker's share. */
  UserInputs older() {
    return inputs.part(firstOlder(), cut);
  }

  /** The ranker's share, on which the towers may be judged. */
  UserInputs rankers() {
    return inputs.part(cut, end);
  }

  UserInputs none() {
    return inputs.part(end, end);
  }

  /** The newest of all. */
  UserInputs newest(int examples) {
    return inputs.part(Math.max(0, end - examples), end);
  }

  /**
   * What towers and ranker learn from together: the ranker's share. A sequence needs the rows
   * before its last too: as far back as the towers learned from, and no further.
   */
  UserInputs joint() {
    return inputs.part(history == UserHistory.SEQUENCE ? firstOlder() : cut, end);
  }

  private int firstOlder() {
    return Math.max(0, cut - config.retrievalMaxExamples());
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
