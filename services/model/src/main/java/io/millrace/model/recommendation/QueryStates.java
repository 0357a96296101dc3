package io.millrace.model.recommendation;

import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.User;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the user's side of a query from a view. */
final class QueryStates {
  private final FeatureView view;
  private final @Nullable ItemIndex index;
  private final int length;
  private final int followed;

  /**
   * A reader.
   *
   * @param index where vectors come from, or null
   * @param length recent items wanted
   * @param followed of how many of them it is wanted what follows
   */
  QueryStates(FeatureView view, @Nullable ItemIndex index, int length, int followed) {
    this.view = view;
    this.index = index;
    this.length = length;
    this.followed = followed;
  }

  QueryState of(RecommendationQuery query) {
    UserFeatures user = query.userId() == null ? null : view.user(query.userId());
    List<RatedItem> recent = recent(user, query.history());
    UserAggregates aggregates = user == null ? null : user.getAggregates();
    if (aggregates == null && !query.history().isEmpty()) {
      aggregates = SessionAggregates.of(query.history(), view);
    }
    return new QueryState(
        query.userId(), aggregates, demographics(query.userId(), aggregates), known(recent), now());
  }

  private long now() {
    return view.now();
  }

  /** Newest first: the session's, then the user's own. */
  private List<RatedItem> recent(@Nullable UserFeatures user, List<RatedItem> session) {
    List<RatedItem> recent = new ArrayList<>(length);
    addNewest(session, recent);
    if (user != null) {
      addNewest(user.getRecent(), recent);
    }
    return recent;
  }

  private void addNewest(List<RatedItem> oldestFirst, List<RatedItem> out) {
    for (int i = oldestFirst.size() - 1; i >= 0 && out.size() < length; i--) {
      out.add(oldestFirst.get(i));
    }
  }

  private List<RecentItem> known(List<RatedItem> recent) {
    List<RecentItem> items = new ArrayList<>(recent.size());
    for (RatedItem rated : recent) {
      String id = rated.getItemId();
      items.add(
          new RecentItem(
              rated,
              view.item(id),
              items.size() < followed ? view.successors(id) : TransitionRow.EMPTY,
              index == null ? null : index.vector(id)));
    }
    return items;
  }

  private @Nullable Demographics demographics(
      @Nullable String userId, @Nullable UserAggregates aggregates) {
    User profile = userId == null ? null : view.profile(userId);
    if (profile != null) {
      return profile.getDemographics();
    }
    return aggregates == null ? null : aggregates.getDemographics();
  }
}
