package io.millrace.model.recommendation;

import io.millrace.schemas.RatedItem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param userId the user; null for an anonymous session, which is described by {@code history}
 * @param history the session's ratings, oldest first; empty when the user's own state is meant
 * @param count how many items, 1 to 1000
 * @param exclude items that must not be in the answer
 * @param includeSeen whether items that the user has rated may be in the answer
 */
public record RecommendationQuery(
    @Nullable String userId,
    List<RatedItem> history,
    int count,
    Set<String> exclude,
    boolean includeSeen) {
  /** Most items one query may ask for. */
  public static final int MAX_COUNT = 1000;

  public RecommendationQuery {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "n: must be between 1 and " + MAX_COUNT + ", was " + count);
    }
    history = List.copyOf(history);
    exclude = Set.copyOf(exclude);
  }

  /** The unseen items for a known user. */
  public static RecommendationQuery forUser(String userId, int count) {
    return new RecommendationQuery(userId, List.of(), count, Set.of(), false);
  }
}
