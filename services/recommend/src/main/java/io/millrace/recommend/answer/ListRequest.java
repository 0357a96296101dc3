package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.schemas.RatedItem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a list, whoever it is for.
 *
 * @param count how many items
 * @param exclude ids that must not be in it
 * @param seen what becomes of items that the user has rated
 * @param steering the rest of the options
 * @param explained whether it is told what each item goes by in numbers
 * @param paging how it is read page by page
 */
public record ListRequest(
    int count,
    Set<String> exclude,
    SeenPolicy seen,
    Steering steering,
    boolean explained,
    Paging paging) {
  public ListRequest {
    exclude = Set.copyOf(exclude);
  }

  /** As a question for a user's list. */
  public RecommendationQuery forUser(String userId) {
    return new RecommendationQuery(userId, List.of(), count, exclude, seen, steering);
  }

  /** As a question for a user's list, or for that of a history where there is no user. */
  RecommendationQuery of(@Nullable String userId, List<RatedItem> history) {
    return new RecommendationQuery(userId, history, count, exclude, seen, steering);
  }
}
