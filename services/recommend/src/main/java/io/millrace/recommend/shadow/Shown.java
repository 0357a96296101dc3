package io.millrace.recommend.shadow;

import java.util.List;

/**
 * What was answered.
 *
 * @param recommendationId of the answer
 * @param itemIds best first
 * @param tookMs milliseconds
 */
public record Shown(String recommendationId, List<String> itemIds, double tookMs) {
  public Shown {
    itemIds = List.copyOf(itemIds);
  }
}
