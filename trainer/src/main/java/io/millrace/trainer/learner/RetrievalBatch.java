package io.millrace.trainer.learner;

/**
 * One step's examples for the two-tower learner, and the pool of items they share.
 *
 * <p>Not copied; the arrays are not to be changed while a step runs.
 *
 * @param size examples
 * @param userRow [size] rows of the user table
 * @param userDense [size, userWidth] the user's encoded features before the event
 * @param history [size, historyLength] rows of the item table, newest first, 0 where there is none
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
    int[] positive,
    int[] pool,
    float[] logQ,
    int[] ratedStart,
    int[] rated,
    long seed) {}
