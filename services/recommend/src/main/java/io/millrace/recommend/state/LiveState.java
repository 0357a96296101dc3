package io.millrace.recommend.state;

import io.millrace.model.feature.EventClock;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.FreshItems;
import io.millrace.model.feature.ItemColumn;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.PopularityRanking;
import io.millrace.model.feature.SharedGenres;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.feature.UserStateMachine;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a serving replica knows of users, items and what follows what: the newest record of each key
 * of the whole-state topics.
 *
 * <p>During a replay a user's state is written once per event and read hardly ever, so states of
 * users and transitions are kept as the bytes they came in and decoded when asked for; who waits
 * for an event pays for decoding that user alone. Bytes that turn out to be no state are counted
 * and dropped: the key has no state then. Rated items are ordinals in a table of ints, as items
 * have them here.
 *
 * <table>
 * <caption>Concurrency</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>all maps, popularity, fresh items</td><td>the state reader's thread, through {@link #handlers}</td>
 * <td>any thread</td></tr>
 * <tr><td>rated items of a user</td><td>the same, under the table's lock</td><td>any thread</td></tr>
 * </table>
 */
public final class LiveState implements FeatureView {
  private final Set<String> catalogue = ConcurrentHashMap.newKeySet();
  private final ItemColumn<Item> items = new ItemColumn<>();
  private final Map<String, User> profiles = new ConcurrentHashMap<>();
  private final Map<String, byte[]> users = new ConcurrentHashMap<>();
  private final DecodedUsers decodedUsers = new DecodedUsers();
  private final Map<String, RatedItems> rated = new ConcurrentHashMap<>();
  private final ItemColumn<ItemFeatures> itemFeatures = new ItemColumn<>();
  private final Map<String, Transitions> transitions = new ConcurrentHashMap<>();
  private final ItemOrdinals ordinals = new ItemOrdinals();
  private final SharedGenres genres = new SharedGenres();
  private final PopularityRanking popularity = new PopularityRanking();
  private final ItemAttributes attributes = new ItemAttributes();
  private final FreshItems fresh = new FreshItems();
  private final EventClock clock;
  private final AppliedEvents applied = new AppliedEvents();
  private final Arrivals arrivals = new Arrivals();
  private final ItemProgress itemProgress = new ItemProgress();
  private final UserChanges changes = new UserChanges(this::reached);
  private final List<Consumer<String>> itemListeners = new CopyOnWriteArrayList<>();
  private final List<RatingListener> ratingListeners = new CopyOnWriteArrayList<>();
  private final UndecodableRows undecodable = new UndecodableRows();
  private final LongAdder eventsRead = new LongAdder();
  private volatile BooleanSupplier loaded = () -> true;

  /** Empty state. */
  public LiveState(EventClock clock) {
    this.clock = clock;
  }

  /** Sets who tells whether all that was there at start has been read; to be called before that. */
  public void loadedWhen(BooleanSupplier caughtUp) {
    loaded = caughtUp;
  }

  /** Whether all that was there at start has been read. */
  public boolean loaded() {
    return loaded.getAsBoolean();
  }

  /** States that were asked for and could not be decoded. */
  public long undecodable() {
    return undecodable.count();
  }

  /** Who takes the records of which topic: to be read uncommitted, in one thread. */
  public Map<String, Handler> handlers() {
    return Map.of(
        Topics.ITEMS.name(), arrivals.noting(this::item),
        Topics.USERS.name(), arrivals.noting(this::profile),
        Topics.USER_FEATURES.name(), this::user,
        Topics.USER_ITEMS.name(), this::userItem,
        Topics.ITEM_FEATURES.name(), this::itemFeatures,
        Topics.ITEM_TRANSITIONS.name(), this::transitions);
  }

  /** Takes the rejects, which are read committed, in a thread of their own. */
  public Map<String, Handler> rejectHandlers() {
    return Map.of(Topics.REJECTS.name(), this::reject);
  }

  /** To be called in the state reader's thread after each batch. */
  public void batchRead() {
    changes.tell();
  }

  /** Tells when an event has reached this state. */
  public AppliedEvents applied() {
    return applied;
  }

  /** Tells when a catalogue record has reached this state. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /** Tells when the state of an item has come to an event time. */
  public ItemProgress itemProgress() {
    return itemProgress;
  }

  /** Tells when a user's state changes. */
  public UserChanges changes() {
    return changes;
  }

  /**
   * Adds who is told, in the reader thread, that an item of the catalogue is new or has changed.
   */
  public void onItem(Consumer<String> listener) {
    itemListeners.add(listener);
  }

  /** The event clock that everything here is measured by. */
  public EventClock clock() {
    return clock;
  }

  /** Is told of ratings as they come, in the reader thread. */
  @FunctionalInterface
  public interface RatingListener {
    /** Somebody has rated an item, or rated it anew. */
    void rated(String itemId, int halfStars);
  }

  /** Adds who is told of ratings that come after what was there at start. */
  public void onRating(RatingListener listener) {
    ratingListeners.add(listener);
  }

  /** Items in the catalogue. */
  public int itemCount() {
    return catalogue.size();
  }

  /** Users with a state, but for those that measurements and checks make up. */
  public int userCount() {
    return (int) users.keySet().stream().filter(id -> !Ids.isProbe(id)).count();
  }

  /** Ratings that hold. */
  public long ratedCount() {
    return rated.values().stream().mapToLong(RatedItems::size).sum();
  }

  /** Ids of users with a state, probes among them, a live view. */
  public Set<String> userIds() {
    return users.keySet();
  }

  /** Ratings read so far, each time that one was made or changed. */
  public long eventsRead() {
    return eventsRead.sum();
  }

  /** How many items the user has rated. */
  public int ratedCount(String userId) {
    RatedItems table = rated.get(userId);
    return table == null ? 0 : table.size();
  }

  /** Items that have what follows them. */
  public int transitionRows() {
    return transitions.size();
  }

  /** Names of the attributes that some item has, a live view. */
  public Set<String> itemAttributes() {
    return attributes.names();
  }

  /** Ids of users of whom something was told, a live view. */
  public Set<String> profileIds() {
    return profiles.keySet();
  }

  /** Ids of the catalogue, a live view. */
  public Set<String> itemIds() {
    return catalogue;
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    byte[] bytes = users.get(userId);
    UserFeatures state = bytes == null ? null : decoded(userId, bytes);
    return state != null && UserStateMachine.hasEvents(state) ? state : null;
  }

  private @Nullable UserFeatures decoded(String userId, byte[] bytes) {
    UserFeatures kept = decodedUsers.find(userId, bytes);
    if (kept != null) {
      return kept;
    }
    try {
      UserFeatures state = Topics.USER_FEATURES.codec().decode(bytes);
      decodedUsers.keep(userId, bytes, state);
      return state;
    } catch (UndecodableException e) {
      users.remove(userId, bytes);
      undecodable.note(Topics.USER_FEATURES.name(), userId, e);
      return null;
    }
  }

  @Override
  public @Nullable User profile(String userId) {
    return profiles.get(userId);
  }

  @Override
  public void ratings(String userId, RatingVisitor visitor) {
    RatedItems table = rated.get(userId);
    if (table != null) {
      table.forEach((ordinal, halfStars) -> visitor.rated(ordinals.id(ordinal), halfStars));
    }
  }

  @Override
  public void ratingsByOrdinal(String userId, OrdinalVisitor visitor) {
    RatedItems table = rated.get(userId);
    if (table != null) {
      table.forEach(visitor::rated);
    }
  }

  @Override
  public ItemOrdinals ordinals() {
    return ordinals;
  }

  @Override
  public @Nullable Item item(String itemId) {
    return items.get(ordinals.find(itemId));
  }

  @Override
  public @Nullable Item item(int ordinal) {
    return items.get(ordinal);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(String itemId) {
    return itemFeatures.get(ordinals.find(itemId));
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(int ordinal) {
    return itemFeatures.get(ordinal);
  }

  @Override
  public TransitionRow successors(String itemId) {
    Transitions row = transitions.get(itemId);
    if (row == null) {
      return TransitionRow.EMPTY;
    }
    try {
      return row.row(ordinals);
    } catch (UndecodableException e) {
      transitions.remove(itemId, row);
      undecodable.note(Topics.ITEM_TRANSITIONS.name(), itemId, e);
      return TransitionRow.EMPTY;
    }
  }

  @Override
  public List<String> popular(int n) {
    return popularity.top(n);
  }

  @Override
  public List<String> fresh(int n) {
    return fresh.newest(n, now());
  }

  @Override
  public long now() {
    return clock.now();
  }

  private void item(ConsumerRecord<byte[], byte[]> record) {
    String id = key(record);
    Item item =
        record.value() == null ? null : genres.in(Topics.ITEMS.codec().decode(record.value()));
    int ordinal = ordinals.of(id);
    Item before = items.get(ordinal);
    items.set(ordinal, item);
    if (item == null) {
      catalogue.remove(id);
    } else {
      catalogue.add(id);
    }
    attributes.changed(before, item);
    if (item != null && item.getAvailable()) {
      popularity.list(id);
    } else {
      popularity.unlist(id);
    }
    fresh.update(id, item, itemFeatures(id));
    itemListeners.forEach(listener -> listener.accept(id));
  }

  /**
   * A deletion takes effect at once. One read while loading may be older than the user's return,
   * whose state may have been read already: the rest is left to the stream's own tombstones.
   */
  private void profile(ConsumerRecord<byte[], byte[]> record) {
    String id = key(record);
    if (record.value() == null) {
      profiles.remove(id);
      if (loaded()) {
        users.remove(id);
        rated.remove(id);
      }
    } else {
      profiles.put(id, Topics.USERS.codec().decode(record.value()));
    }
    changes.changed(id);
  }

  private void user(ConsumerRecord<byte[], byte[]> record) {
    String id = key(record);
    if (record.value() == null) {
      users.remove(id);
      changes.changed(id);
    } else {
      users.put(id, record.value());
      if (applied.awaits(id) || changes.follows(id)) {
        Position position = reached(id);
        if (position != null) {
          applied.userReached(id, position);
          changes.userReached(id, position);
        }
      }
    }
  }

  /** The event that the user's state has come to; null without a state. */
  private @Nullable Position reached(String userId) {
    byte[] bytes = users.get(userId);
    UserFeatures state = bytes == null ? null : decoded(userId, bytes);
    return state == null ? null : new Position(state.getPartition(), state.getOffset());
  }

  private void userItem(ConsumerRecord<byte[], byte[]> record) {
    String key = key(record);
    String userId = Keys.first(key);
    String itemId = Keys.second(key);
    if (record.value() == null) {
      unrate(userId, itemId);
      changes.changed(userId);
    } else {
      UserItem item = Topics.USER_ITEMS.codec().decode(record.value());
      rated
          .computeIfAbsent(userId, id -> new RatedItems())
          .put(ordinals.of(itemId), item.getHalfStars());
      clock.observe(item.getTimestamp());
      eventsRead.increment();
      if (loaded()) {
        ratingListeners.forEach(told -> told.rated(itemId, item.getHalfStars()));
      }
      Position position = new Position(item.getPartition(), item.getAppliedOffset());
      if (applied.awaits(userId)) {
        applied.itemReached(userId, itemId, position, item.getTimestamp());
      }
      changes.itemReached(userId, position);
    }
  }

  private void unrate(String userId, String itemId) {
    int ordinal = ordinals.find(itemId);
    rated.computeIfPresent(
        userId,
        (id, table) -> {
          table.remove(ordinal);
          return table.size() == 0 ? null : table;
        });
  }

  private void itemFeatures(ConsumerRecord<byte[], byte[]> record) {
    String id = key(record);
    if (record.value() == null) {
      itemFeatures.set(ordinals.of(id), null);
      popularity.forget(id);
      fresh.update(id, item(id), null);
      return;
    }
    ItemFeatures features = Topics.ITEM_FEATURES.codec().decode(record.value());
    itemFeatures.set(ordinals.of(id), features);
    popularity.count(id, features.getAggregates().getMonthly());
    fresh.update(id, item(id), features);
    itemProgress.reached(id, features.getAggregates().getNewestEventTime());
  }

  private void transitions(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      transitions.remove(key(record));
    } else {
      transitions.put(key(record), new Transitions(record.value()));
    }
  }

  private void reject(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    Reject reject = Topics.REJECTS.codec().decode(record.value());
    if (reject.getTopic().equals(Topics.RATINGS.name())) {
      applied.rejected(
          new Position(reject.getPartition(), reject.getOffset()),
          reject.getCode() + ": " + reject.getReason());
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key == null) {
      throw new IllegalArgumentException("key: must not be null");
    }
    return new String(key, StandardCharsets.UTF_8);
  }
}
