package io.millrace.model.recommendation;

import io.millrace.model.retrieval.SourceKind;
import java.util.Set;

/**
 * One line of the answer.
 *
 * @param itemId the item
 * @param score the ranking score, 0 to 1, higher is better; comparable within one answer only
 * @param sources which sources proposed it
 */
public record Recommendation(String itemId, double score, Set<SourceKind> sources) {
  public Recommendation {
    sources = Set.copyOf(sources);
  }
}
