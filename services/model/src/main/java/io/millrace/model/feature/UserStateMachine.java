package io.millrace.model.feature;

import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTastes;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's side of a rating: (state, rating) to (state, outputs), without side effects.
 *
 * <p>Of two ratings of one item by one user the one with the later event time holds, on a tie the
 * one with the higher source offset. Whatever becomes of a rating, the state's source position
 * moves to it. Thread-safe.
 */
public final class UserStateMachine {
  private static final long NO_OFFSET = -1;

  private final DecayedCounts activity;
  private final GenreLiking genreLiking;
  private final RecentItems history;

  /** A machine with these settings. */
  public UserStateMachine(FeatureSettings settings) {
    this.activity = new DecayedCounts(settings.activityHalfLife());
    this.genreLiking = new GenreLiking(settings.genreHalfLife());
    this.history = new RecentItems(settings.recentItems(), settings.transitionLags());
  }

  /** Whether the state has seen an event, and not only a profile. */
  public static boolean hasEvents(UserFeatures state) {
    return state.getOffset() != NO_OFFSET;
  }

  /**
   * A rating arrives.
   *
   * @param state the user's state; null where there is none
   * @param current the user's rating of the item that holds; null where there is none
   * @param genres the item's genres, empty where they are not known
   */
  public UserStep rate(
      @Nullable UserFeatures state,
      @Nullable UserItem current,
      Rating rating,
      Collection<String> genres) {
    UserFeatures before = state == null ? nobody(rating.userId()) : state;
    Outcome outcome = outcome(current, rating);
    UserAggregates aggregates = before.getAggregates();
    if (current != null && !outcome.counts()) {
      return new UserStep(
          outcome,
          aggregates,
          moved(before, aggregates, before.getRecent(), rating),
          userItem(current, rating.offset()),
          null,
          List.of());
    }
    UserAggregates after =
        counted(
            current == null ? aggregates : without(aggregates, current, genres), rating, genres);
    RatedItem rated = new RatedItem(rating.itemId(), rating.halfStars(), rating.timestamp());
    return new UserStep(
        outcome,
        aggregates,
        moved(before, after, history.add(before.getRecent(), rated), rating),
        userItem(rating),
        current,
        current == null
            ? history.predecessors(before.getRecent(), rating.itemId(), rating.timestamp())
            : List.of());
  }

  /** The user told of themselves. */
  public UserFeatures profile(
      @Nullable UserFeatures state, String userId, @Nullable Demographics demographics) {
    UserFeatures before = state == null ? nobody(userId) : state;
    UserAggregates old = before.getAggregates();
    UserAggregates after =
        new UserAggregates(
            old.getRatings(),
            old.getActivity(),
            old.getGenres(),
            old.getLastEventTime(),
            demographics);
    return new UserFeatures(
        userId, after, before.getRecent(), before.getPartition(), before.getOffset());
  }

  private static Outcome outcome(@Nullable UserItem current, Rating rating) {
    if (current == null) {
      return Outcome.ACCEPTED;
    }
    if (rating.timestamp() != current.getTimestamp()) {
      return rating.timestamp() > current.getTimestamp() ? Outcome.REPLACED : Outcome.SUPERSEDED;
    }
    if (rating.halfStars() == current.getHalfStars()) {
      return Outcome.DUPLICATE;
    }
    boolean arrivedEarlier =
        rating.partition() == current.getPartition() && rating.offset() < current.getOffset();
    return arrivedEarlier ? Outcome.SUPERSEDED : Outcome.REPLACED;
  }

  private UserAggregates without(
      UserAggregates before, UserItem replaced, Collection<String> genres) {
    int halfStars = replaced.getHalfStars();
    long eventTime = replaced.getTimestamp();
    return new UserAggregates(
        RatingCounts.remove(before.getRatings(), halfStars),
        activity.remove(before.getActivity(), eventTime),
        genreLiking.remove(before.getGenres(), genres, halfStars, eventTime),
        before.getLastEventTime(),
        before.getDemographics());
  }

  private UserAggregates counted(UserAggregates before, Rating rating, Collection<String> genres) {
    RatingStatistics ratings = RatingCounts.add(before.getRatings(), rating.halfStars());
    DecayedCount active = activity.add(before.getActivity(), rating.timestamp());
    GenreTastes tastes =
        genreLiking.add(before.getGenres(), genres, rating.halfStars(), rating.timestamp());
    long newest = Math.max(before.getLastEventTime(), rating.timestamp());
    return new UserAggregates(ratings, active, tastes, newest, before.getDemographics());
  }

  private static UserFeatures nobody(String userId) {
    UserAggregates nothing =
        new UserAggregates(RatingCounts.NONE, DecayedCounts.NONE, GenreLiking.NONE, 0L, null);
    return new UserFeatures(userId, nothing, List.of(), 0, NO_OFFSET);
  }

  private static UserFeatures moved(
      UserFeatures before, UserAggregates aggregates, List<RatedItem> recent, Rating rating) {
    return new UserFeatures(
        before.getUserId(), aggregates, recent, rating.partition(), rating.offset());
  }

  private static UserItem userItem(Rating rating) {
    return new UserItem(
        rating.userId(),
        rating.itemId(),
        rating.halfStars(),
        rating.timestamp(),
        rating.partition(),
        rating.offset(),
        rating.offset());
  }

  private static UserItem userItem(UserItem current, long appliedOffset) {
    return new UserItem(
        current.getUserId(),
        current.getItemId(),
        current.getHalfStars(),
        current.getTimestamp(),
        current.getPartition(),
        current.getOffset(),
        appliedOffset);
  }
}
