package io.millrace.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of a list.
 *
 * @param itemId the item
 * @param title as the catalogue has it
 * @param score higher is better; comparable within one list only
 * @param probability how likely the item is what the user rates next, 0 to 1; null where that is
 *     not known
 * @param sources what proposed it
 * @param placement {@code pinned} or {@code explored}; null where it was ranked
 */
public record Recommended(
    String itemId,
    @Nullable String title,
    double score,
    @Nullable Double probability,
    List<String> sources,
    @Nullable String placement) {
  public Recommended {
    sources = List.copyOf(sources);
  }
}
