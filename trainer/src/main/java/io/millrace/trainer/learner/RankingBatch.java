package io.millrace.trainer.learner;

/**
 * One step's examples for the ranker.
 *
 * <p>Not copied.
 *
 * @param size examples
 * @param input [size, inputWidth] x0: user (.) item, then the pair's encoded features
 * @param rating [size] half stars / 10; read only where rated
 * @param rated [size] whether the user rated the item: only then the rating head learns
 * @param click [size] 1 for a rated item, 0 for a sampled candidate, negative where the click head
 *     does not learn (a rated item that no source proposed)
 */
@SuppressWarnings("ArrayRecordComponent")
public record RankingBatch(
    int size, float[] input, float[] rating, boolean[] rated, float[] click) {}
