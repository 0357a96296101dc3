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
 * @param seen whether items that the user has rated may be in the answer
 * @param steering what else the caller wants of the list
 */
public record RecommendationQuery(
    @Nullable String userId,
    List<RatedItem> history,
    int count,
    Set<String> exclude,
    SeenPolicy seen,
    Steering steering) {
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

  /** Without steering. */
  public RecommendationQuery(
      @Nullable String userId,
      List<RatedItem> history,
      int count,
      Set<String> exclude,
      boolean includeSeen) {
    this(
        userId,
        history,
        count,
        exclude,
        includeSeen ? SeenPolicy.INCLUDE : SeenPolicy.EXCLUDE,
        Steering.NONE);
  }

  /** The unseen items for a known user. */
  public static RecommendationQuery forUser(String userId, int count) {
    return new RecommendationQuery(userId, List.of(), count, Set.of(), false);
  }

  /** The same, with other items left out. */
  public RecommendationQuery excluding(Set<String> items) {
    return new RecommendationQuery(userId, history, count, items, seen, steering);
  }

  /** The same, steered otherwise. */
  public RecommendationQuery steered(Steering other) {
    return new RecommendationQuery(userId, history, count, exclude, seen, other);
  }

  /** The same, for another number of items. */
  public RecommendationQuery asking(int items) {
    return new RecommendationQuery(userId, history, items, exclude, seen, steering);
  }
}
