package io.millrace.model.recommendation;

import io.millrace.model.retrieval.ScoreOrder;
import io.millrace.model.vector.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a whole catalogue is ranked by in evaluation (PROTOCOLS P1), by ordinal: the proposed
 * candidates in the ranker's order, ties with the lower ordinal first, and the retrieval score of
 * every item. Immutable; thread-safe, so the caller may spread it over threads.
 */
public final class FullRanking {
  private final Recommender recommender;
  private final List<String> items;
  private final Map<String, Integer> ordinals;
  private final float[] @Nullable [] vectors;

  /**
   * Over a catalogue.
   *
   * @param items all items, in order of their ordinals
   */
  @SuppressWarnings("NullAway") // An array of nullable vectors: NullAway does not model elements.
  public FullRanking(Recommender recommender, List<String> items) {
    this.recommender = recommender;
    this.items = List.copyOf(items);
    this.ordinals = HashMap.newHashMap(items.size());
    for (int i = 0; i < items.size(); i++) {
      ordinals.put(items.get(i), i);
    }
    Generation.Model model = recommender.generation().model();
    this.vectors = new float[items.size()][];
    for (int i = 0; model != null && i < items.size(); i++) {
      vectors[i] = model.index().vector(items.get(i));
    }
  }

  /** The catalogue, in order of ordinals. */
  public List<String> items() {
    return items;
  }

  /** The item's ordinal, or -1. */
  public int ordinal(String itemId) {
    return ordinals.getOrDefault(itemId, -1);
  }

  /**
   * The proposed of a query, best first.
   *
   * @param ordinals theirs
   * @param probabilities how likely each is what the user rates next; null where the generation
   *     does not say
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Order(int[] ordinals, double @Nullable [] probabilities) {}

  /** The proposed in order. Pure. */
  public Order order(Candidates candidates) {
    float[] scores = recommender.scores(candidates);
    double[] probabilities = recommender.probabilities(candidates, scores);
    return new Order(ordinals(candidates, scores), descending(candidates, probabilities));
  }

  /** The ordinals of the proposed, best first. Pure. */
  public int[] proposed(Candidates candidates) {
    return ordinals(candidates, recommender.scores(candidates));
  }

  /** In the order of the ordinals: what scores higher is likelier. */
  private double @Nullable [] descending(Candidates candidates, double @Nullable [] probabilities) {
    return probabilities == null
        ? null
        : IntStream.range(0, candidates.proposed())
            .filter(i -> ordinal(candidates.itemId(i)) >= 0)
            .mapToDouble(i -> -probabilities[i])
            .sorted()
            .map(negative -> -negative)
            .toArray();
  }

  private int[] ordinals(Candidates candidates, float[] scores) {
    long[] keys =
        IntStream.range(0, candidates.proposed())
            .filter(i -> ordinal(candidates.itemId(i)) >= 0)
            .mapToLong(i -> ScoreOrder.key(scores[i], ordinal(candidates.itemId(i))))
            .toArray();
    return ScoreOrder.ordinals(keys);
  }

  /**
   * Retrieval scores by ordinal: user vector times item vector, -2 where either is missing.
   *
   * @param user the user's unit vector, or null
   */
  public float[] retrievalScores(float @Nullable [] user) {
    float[] scores = new float[items.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = dot(user, i);
    }
    return scores;
  }

  private float dot(float @Nullable [] user, int ordinal) {
    float[] vector = vectors[ordinal];
    return user == null || vector == null ? -2f : Vectors.dot(user, vector);
  }
}
