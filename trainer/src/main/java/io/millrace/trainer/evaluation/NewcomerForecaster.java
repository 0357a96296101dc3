package io.millrace.trainer.evaluation;

import io.millrace.model.feature.Rating;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.schemas.RatedItem;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ranks for users as if they were new: by the very classes that serve, which are told of no more
 * than each user's last few ratings. What the user rated before is not ranked, so that whatever is
 * known the same items are. Nor are they asked for by their own id, under which the towers may have
 * learned of them, but by one that nobody has. For one thread.
 */
public final class NewcomerForecaster implements Forecaster {
  /** Begins an id that no data set has. */
  private static final String NEW = "\u0000new ";

  private final Interactions log;
  private final FrozenView view;
  private final SystemRanking system;
  private final int known;
  private final boolean anonymous;

  /**
   * A forecaster.
   *
   * @param state of the moment; not of these users
   * @param known how many of a user's last ratings are told, at least 0
   * @param anonymous whether they are an anonymous session's, as the service is asked for one; else
   *     a user's who has the profile they told of
   */
  public NewcomerForecaster(
      Interactions log,
      FrozenState state,
      Generation generation,
      RecommenderSettings settings,
      int known,
      boolean anonymous) {
    this.log = log;
    this.view = state.withoutHistories();
    this.system = SystemRanking.of(generation, view, settings, log.itemIds());
    this.known = known;
    this.anonymous = anonymous;
  }

  @Override
  public Ranking rank(RatedItems history, long now) {
    String userId = log.userIds().get(history.user());
    String newcomer = NEW + userId;
    List<Integer> last = last(history);
    view.forget(newcomer);
    if (!anonymous) {
      view.introduce(newcomer, userId);
      last.forEach(event -> view.accept(told(event, newcomer)));
    }
    view.advance(now);
    RecommendationQuery query =
        new RecommendationQuery(
            anonymous ? null : newcomer,
            anonymous ? session(last) : List.of(),
            Predictions.TOP,
            rated(history),
            false);
    return system.ranked(query, history::contains);
  }

  private Rating told(int event, String newcomer) {
    Rating rating = log.rating(event);
    return new Rating(
        newcomer,
        rating.itemId(),
        rating.halfStars(),
        rating.timestamp(),
        rating.partition(),
        rating.offset());
  }

  /** Oldest first. */
  private List<Integer> last(RatedItems history) {
    List<Integer> events = new ArrayList<>();
    for (int place = Math.max(0, history.size() - known); place < history.size(); place++) {
      events.add(log.eventOf(history.user(), place));
    }
    return events;
  }

  private List<RatedItem> session(List<Integer> events) {
    return events.stream()
        .map(
            event ->
                new RatedItem(
                    log.itemIds().get(log.item(event)), log.halfStars(event), log.time(event)))
        .toList();
  }

  private Set<String> rated(RatedItems history) {
    Set<String> rated = new HashSet<>();
    history.forEach(item -> rated.add(log.itemIds().get(item)));
    return rated;
  }

  /** Nothing: what a user has done is told when they are ranked for. */
  @Override
  public void accept(RatedItems before, int event) {}
}
