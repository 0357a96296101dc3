package io.millrace.trainer.run;

import io.millrace.trainer.TrainerConfig;

/**
 * How many epochs a training may take, and how its learning rates fall over them: in a straight
 * line to a tenth of the first. They fall over all these epochs also where fewer are run, so that a
 * refit repeats its candidate.
 *
 * @param retrievalEpochs of the towers at most
 * @param rankingEpochs of the ranker at most
 * @param firstRate as a factor of the configured learning rate
 */
record Pace(int retrievalEpochs, int rankingEpochs, double firstRate) {
  private static final double FALLS_TO = 0.1;

  /** Trained weights go on at so much of the learning rate. */
  private static final double WARM_RATE = 0.3;

  /** From random weights. */
  static Pace fresh(TrainerConfig config) {
    return new Pace(config.epochsRetrieval(), config.epochsRanking(), 1);
  }

  /** The ranker's, from an earlier generation's weights. */
  static Pace warm(TrainerConfig config) {
    return new Pace(0, Math.min(config.epochsRanking(), config.warmEpochs()), WARM_RATE);
  }

  /** The towers', from trained weights. */
  static Pace further(int epochs) {
    return new Pace(epochs, 0, WARM_RATE);
  }

  /**
   * Factor of the towers' learning rate.
   *
   * @param epoch from 1
   * @param within share of the epoch that is done
   */
  double retrievalRate(int epoch, double within) {
    return rate(epoch, within, retrievalEpochs);
  }

  /** The same, of the ranker's. */
  double rankingRate(int epoch, double within) {
    return rate(epoch, within, rankingEpochs);
  }

  private double rate(int epoch, double within, int epochs) {
    return firstRate * (1 - (1 - FALLS_TO) * Math.min(1, (epoch - 1 + within) / epochs));
  }
}
