package io.millrace.trainer.run;

import org.jspecify.annotations.Nullable;

/**
 * How long to train, and on what.
 *
 * @param retrievalEpochs of the towers from random weights, at most
 * @param rankingEpochs at most
 * @param scoring of the ranker's heads; null to choose epochs and scoring on validation data, which
 *     is held out for it. Where it is given nothing is held out, all epochs are run and the last
 *     weights kept
 */
record Schedule(int retrievalEpochs, int rankingEpochs, @Nullable Scoring scoring) {
  /** Whether epochs and scoring are chosen on validation data. */
  boolean chooses() {
    return scoring == null;
  }
}
