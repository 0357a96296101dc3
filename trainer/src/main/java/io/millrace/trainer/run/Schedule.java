package io.millrace.trainer.run;

/**
 * How long to train.
 *
 * @param retrievalEpochs at most
 * @param rankingEpochs at most
 * @param early whether to stop at the best epoch by validation; otherwise all epochs are run and
 *     the last weights kept
 */
record Schedule(int retrievalEpochs, int rankingEpochs, boolean early) {}
