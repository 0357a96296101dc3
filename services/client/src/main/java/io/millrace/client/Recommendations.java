package io.millrace.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list.
 *
 * @param recommendationId to be given back with feedback
 * @param modelVersion the generation that answered
 * @param items best first
 * @param next for the page after; null where there is none
 */
public record Recommendations(
    String recommendationId, String modelVersion, List<Recommended> items, @Nullable String next) {
  public Recommendations {
    items = List.copyOf(items);
  }
}
