package io.millrace.model.recommendation;

import io.millrace.model.explanation.Evidence;
import io.millrace.model.reranking.Placement;
import io.millrace.model.retrieval.SourceKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the answer.
 *
 * @param itemId the item
 * @param score the ranking score, 0 to 1 before boosts, higher is better; comparable within one
 *     answer only
 * @param probability how likely the item is what the user rates next, 0 to 1, whatever boosts and
 *     rules did to the list; null where that is not known: without a trained model, and for what no
 *     source proposed
 * @param sources which sources proposed it
 * @param placement why it is where it is
 * @param evidence what it goes by; null where that was not asked for, and for what a list was
 *     filled up with
 */
public record Recommendation(
    String itemId,
    double score,
    @Nullable Double probability,
    Set<SourceKind> sources,
    Placement placement,
    @Nullable Evidence evidence) {
  public Recommendation {
    sources = Set.copyOf(sources);
  }

  /** One that is where its score puts it. */
  public Recommendation(String itemId, double score, Set<SourceKind> sources) {
    this(itemId, score, null, sources);
  }

  /** The same, of which is known how likely it is. */
  public Recommendation(
      String itemId, double score, @Nullable Double probability, Set<SourceKind> sources) {
    this(itemId, score, probability, sources, Placement.RANKED, null);
  }

  /** The same, with what it goes by. */
  Recommendation with(@Nullable Evidence grounds) {
    return new Recommendation(itemId, score, probability, sources, placement, grounds);
  }
}
