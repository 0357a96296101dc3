package io.millrace.recommend.answer;

import io.millrace.model.reranking.Placement;
import io.millrace.model.retrieval.SourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an answer.
 *
 * @param itemId the item
 * @param title as the catalogue has it; null where it has none
 * @param year of the item; null where the catalogue has none
 * @param genres as the catalogue has them
 * @param score 0 to 1 before boosts, higher is better; comparable within one answer only
 * @param sources which sources proposed it
 * @param placement why it is where it is
 */
public record ListedItem(
    String itemId,
    @Nullable String title,
    @Nullable Integer year,
    List<String> genres,
    double score,
    List<SourceKind> sources,
    Placement placement) {
  public ListedItem {
    genres = List.copyOf(genres);
    sources = List.copyOf(sources);
  }
}
