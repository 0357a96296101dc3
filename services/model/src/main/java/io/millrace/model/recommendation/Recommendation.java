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
 * @param sources which sources proposed it
 * @param placement why it is where it is
 * @param evidence what it goes by; null where that was not asked for, and for what a list was
 *     filled up with
 */
public record Recommendation(
    String itemId,
    double score,
    Set<SourceKind> sources,
    Placement placement,
    @Nullable Evidence evidence) {
  public Recommendation {
    sources = Set.copyOf(sources);
  }

  /** One that is where its score puts it. */
  public Recommendation(String itemId, double score, Set<SourceKind> sources) {
    this(itemId, score, sources, Placement.RANKED, null);
  }

  /** The same, with what it goes by. */
  Recommendation with(@Nullable Evidence grounds) {
    return new Recommendation(itemId, score, sources, placement, grounds);
  }
}
