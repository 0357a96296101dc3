package io.millrace.model.encode;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.UserAggregates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's side of a query: everything that is the same for all candidates. Immutable.
 *
 * @param userId null for an anonymous session
 * @param aggregates null before the first event
 * @param demographics null where unknown
 * @param recent the items rated last, newest first
 * @param now event time, milliseconds
 */
public record QueryState(
    @Nullable String userId,
    @Nullable UserAggregates aggregates,
    @Nullable Demographics demographics,
    List<RecentItem> recent,
    long now) {
  public QueryState {
    recent = List.copyOf(recent);
  }
}
