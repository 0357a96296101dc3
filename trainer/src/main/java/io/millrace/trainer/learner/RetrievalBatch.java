package io.millrace.trainer.learner;

import org.jspecify.annotations.Nullable;

/**
 * One step's examples for the two-tower learner, and the pool of items they share.
 *
 * <p>Not copied; the arrays are not to be changed while a step runs.
 *
 * @param size examples
 * @param userRow [size] rows of the user table
 * @param userDense [size, userWidth] the user's encoded features before the event
 * @param history [size, historyLength] rows of the item table, newest first, 0 where there is none;
 *     of pooled histories, else empty
 * @param sequences whose rows the examples are, in order; null where histories are pooled
 * @param positive [size] index into the pool of the item that was rated
 * @param pool [poolSize] rows of the item table, each once
 * @param logQ [poolSize] log of the item's chance to be in the pool; all 0 where the pool is the
 *     whole catalogue
 * @param ratedStart [size + 1] where each example's part of {@code rated} begins
 * @param rated indices into the pool of items that the user had rated before: never negatives
 * @param seed of the step's random draws
 */
@SuppressWarnings("ArrayRecordComponent")
public record RetrievalBatch(
    int size,
    int[] userRow,
    float[] userDense,
    int[] history,
    @Nullable EventSequences sequences,
    int[] positive,
    int[] pool,
    float[] logQ,
    int[] ratedStart,
    int[] rated,
    long seed) {
  /** The same with histories as sequences. */
  public RetrievalBatch with(EventSequences events) {
    return new RetrievalBatch(
        size, userRow, userDense, history, events, positive, pool, logQ, ratedStart, rated, seed);
  }

  /** The row of the i-th interaction that was asked for. */
  public int rowOf(int example) {
    return sequences == null ? example : sequences.last()[example];
  }
}
