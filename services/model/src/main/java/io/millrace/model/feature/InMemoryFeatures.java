package io.millrace.model.feature;

import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.TrainingExample;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole feature state in memory: the very state machines of the topology, without Kafka. Each
 * event is folded in completely before the next. Event time is the newest event's.
 *
 * <p>For one thread. Records handed out are shared with the state and are not to be changed; they
 * do not change themselves.
 */
public final class InMemoryFeatures implements FeatureView {
  private final UserStateMachine users;
  private final TransitionSettings transitionSettings;
  private final EventValidation validation;
  private final ItemOrdinals ordinals = new ItemOrdinals();
  private final SharedGenres genres = new SharedGenres();
  private final ItemColumn<Item> catalogue = new ItemColumn<>();
  private final Map<String, User> profiles = new HashMap<>();
  private final Map<String, UserFeatures> userStates = new HashMap<>();
  private final Map<String, Map<String, UserItem>> userItems = new HashMap<>();
  private final ItemColumn<ItemFeatures> itemStates = new ItemColumn<>();
  private final Map<String, TransitionCounts> transitions = new HashMap<>();

  /** What was asked for since it last changed. */
  private final Map<String, TransitionRow> rows = new HashMap<>();

  private final PopularityRanking popularity = new PopularityRanking();
  private final FreshItems fresh = new FreshItems();

  /** Items that were rated since the ranking was last asked for: it is brought up to date then. */
  private final Set<String> unranked = new HashSet<>();

  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private long rejected;
  private long newest;

  /** Empty state; events are validated against the system's clock. */
  public InMemoryFeatures(FeatureSettings settings) {
    this(settings, InstantSource.system());
  }

  /** Empty state; events are validated against the given clock. */
  public InMemoryFeatures(FeatureSettings settings, InstantSource wallClock) {
    this.users = new UserStateMachine(settings);
    this.transitionSettings = TransitionSettings.of(settings);
    this.validation = new EventValidation(wallClock);
  }

  /** Adds or replaces a catalogue entry. */
  public void putItem(Item item) {
    catalogue.set(ordinals.of(item.getItemId()), genres.in(item));
    if (item.getAvailable()) {
      popularity.list(item.getItemId());
    } else {
      popularity.unlist(item.getItemId());
    }
    refresh(item.getItemId());
  }

  /** Takes an item out of the catalogue; what was counted stays. */
  public void removeItem(String itemId) {
    catalogue.set(ordinals.of(itemId), null);
    popularity.unlist(itemId);
    refresh(itemId);
  }

  /** Adds or replaces what a user told of themselves. */
  public void putUser(User user) {
    String id = user.getUserId();
    profiles.put(id, user);
    userStates.put(id, users.profile(userStates.get(id), id, user.getDemographics()));
  }

  /** Erases a user and takes their ratings back out of the items' counts. */
  public void removeUser(String userId) {
    profiles.remove(userId);
    userStates.remove(userId);
    Map<String, UserItem> rated = userItems.remove(userId);
    if (rated != null && !Ids.isProbe(userId)) {
      rated.values().forEach(this::withdraw);
    }
  }

  /**
   * Folds an event in.
   *
   * @param partition partition of {@code ratings.v1} the event came from
   * @param offset offset in it
   * @return the features before the event; empty if it is a duplicate, superseded, invalid, or of a
   *     probe user
   */
  public Optional<TrainingExample> accept(RatingEvent event, int partition, long offset) {
    if (validation.fault(event) != null) {
      rejected++;
      return Optional.empty();
    }
    return accept(Rating.of(event, partition, offset));
  }

  /** Folds a valid rating in; see the other method of this name. */
  public Optional<TrainingExample> accept(Rating rating) {
    UserStep step = rateUser(rating);
    outcomes.merge(step.outcome(), 1L, Long::sum);
    if (!step.outcome().counts() || Ids.isProbe(rating.userId())) {
      return Optional.empty();
    }
    newest = Math.max(newest, rating.timestamp());
    TrainingExample example = example(rating, step);
    rateItem(rating, step.replaced());
    follow(rating, step.predecessors());
    return Optional.of(example);
  }

  private UserStep rateUser(Rating rating) {
    Map<String, UserItem> rated = userItems.computeIfAbsent(rating.userId(), id -> new HashMap<>());
    UserStep step =
        users.rate(
            userStates.get(rating.userId()),
            rated.get(rating.itemId()),
            rating,
            genres(rating.itemId()));
    userStates.put(rating.userId(), step.state());
    rated.put(rating.itemId(), step.userItem());
    return step;
  }

  private List<String> genres(String itemId) {
    Item item = item(itemId);
    return item == null ? List.of() : item.getGenres();
  }

  private TrainingExample example(Rating rating, UserStep step) {
    ItemAggregates item = ItemStateMachine.aggregates(itemFeatures(rating.itemId()));
    return new TrainingExample(
        rating.userId(),
        rating.itemId(),
        rating.halfStars(),
        rating.timestamp(),
        rating.partition(),
        rating.offset(),
        step.before(),
        item);
  }

  private void rateItem(Rating rating, @Nullable UserItem replaced) {
    String id = rating.itemId();
    Item item = item(id);
    ItemFeatures before = itemFeatures(id);
    if (replaced != null) {
      before =
          ItemStateMachine.withdraw(before, replaced.getHalfStars(), replaced.getTimestamp(), item);
    }
    put(ItemStateMachine.rate(before, id, rating.halfStars(), rating.timestamp(), item));
  }

  private void withdraw(UserItem rated) {
    String id = rated.getItemId();
    ItemFeatures after =
        ItemStateMachine.withdraw(
            itemFeatures(id), rated.getHalfStars(), rated.getTimestamp(), item(id));
    if (after != null) {
      put(after);
    }
  }

  private void put(ItemFeatures state) {
    itemStates.set(ordinals.of(state.getItemId()), state);
    unranked.add(state.getItemId());
    refresh(state.getItemId());
  }

  private void refresh(String itemId) {
    fresh.update(itemId, item(itemId), itemFeatures(itemId));
  }

  private void follow(Rating rating, List<String> predecessors) {
    for (int lag = 1; lag <= predecessors.size(); lag++) {
      String predecessor = predecessors.get(lag - 1);
      transitions
          .computeIfAbsent(predecessor, id -> TransitionCounts.empty(transitionSettings, id))
          .add(rating.itemId(), lag, rating.timestamp());
      rows.remove(predecessor);
    }
  }

  /** How many valid events had this outcome. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** How many events were refused. */
  public long rejected() {
    return rejected;
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    UserFeatures state = userStates.get(userId);
    return state != null && UserStateMachine.hasEvents(state) ? state : null;
  }

  @Override
  public @Nullable User profile(String userId) {
    return profiles.get(userId);
  }

  @Override
  public void ratings(String userId, RatingVisitor visitor) {
    Map<String, UserItem> rated = userItems.get(userId);
    if (rated != null) {
      rated.values().forEach(row -> visitor.rated(row.getItemId(), row.getHalfStars()));
    }
  }

  /** The user's rating of the item that holds, or null. */
  public @Nullable UserItem userItem(String userId, String itemId) {
    Map<String, UserItem> rated = userItems.get(userId);
    return rated == null ? null : rated.get(itemId);
  }

  @Override
  public ItemOrdinals ordinals() {
    return ordinals;
  }

  @Override
  public @Nullable Item item(String itemId) {
    return catalogue.get(ordinals.find(itemId));
  }

  @Override
  public @Nullable Item item(int ordinal) {
    return catalogue.get(ordinal);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(String itemId) {
    return itemStates.get(ordinals.find(itemId));
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(int ordinal) {
    return itemStates.get(ordinal);
  }

  @Override
  public TransitionRow successors(String itemId) {
    TransitionRow ready = rows.get(itemId);
    if (ready == null) {
      ready = TransitionRow.of(transitions(itemId), ordinals);
      rows.put(itemId, ready);
    }
    return ready;
  }

  /** What follows the item, as the topology publishes it; null where nothing is known to. */
  public @Nullable ItemTransitions transitions(String itemId) {
    TransitionCounts counts = transitions.get(itemId);
    return counts == null ? null : counts.published();
  }

  @Override
  public List<String> popular(int n) {
    unranked.forEach(this::rank);
    unranked.clear();
    return popularity.top(n);
  }

  @Override
  public List<String> fresh(int n) {
    return fresh.newest(n, newest);
  }

  private void rank(String itemId) {
    ItemFeatures state = itemFeatures(itemId);
    if (state != null) {
      popularity.count(itemId, state.getAggregates().getMonthly());
    }
  }

  @Override
  public long now() {
    return newest;
  }
}
