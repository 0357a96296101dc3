package io.millrace.features.user;

import static java.util.Objects.requireNonNull;

import io.millrace.features.FeatureMetrics;
import io.millrace.features.catalogue.Catalogue;
import io.millrace.features.catalogue.CatalogueProcessor;
import io.millrace.features.decode.Decoded;
import io.millrace.features.store.WriteBehindStore;
import io.millrace.model.feature.Rating;
import io.millrace.model.feature.UserStateMachine;
import io.millrace.model.feature.UserStep;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.Ids;
import io.millrace.schemas.ItemWork;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.millrace.schemas.UserItem;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The user's side: reads the state before, updates it, writes {@code user-features.v1} and {@code
 * user-items.v1} at once, and forwards what the items' side has to do.
 */
public final class UserProcessor implements Processor<String, Decoded, String, byte[]> {
  /** Name of the store of {@link UserState} by user id. */
  public static final String USERS = "users";

  /** Name of the store of {@link UserItem} by {@link Keys#userItem}. */
  public static final String USER_ITEMS = "user-items";

  private final Settings settings;
  private final FeatureMetrics metrics;
  private final Tracing tracing;
  private @Nullable Task task;

  /**
   * What every task shares.
   *
   * @param machine the state machine
   * @param work makes the items' work
   * @param catalogue makes a view of the catalogue
   * @param children the nodes that the outputs go to
   */
  public record Settings(
      UserStateMachine machine, ItemWorkPlan work, Catalogue.View catalogue, Children children) {}

  /**
   * The names of the nodes that the outputs go to.
   *
   * @param userFeatures states
   * @param userItems ratings that hold
   * @param itemWork work for the items' side
   */
  public record Children(String userFeatures, String userItems, String itemWork) {}

  private record Task(
      ProcessorContext<String, byte[]> context,
      WriteBehindStore<UserState> users,
      WriteBehindStore<UserItem> userItems,
      Catalogue catalogue) {}

  /** One for each task. */
  public UserProcessor(Settings settings, FeatureMetrics metrics, Tracing tracing) {
    this.tracing = tracing;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.task =
        new Task(
            context,
            context.getStateStore(USERS),
            context.getStateStore(USER_ITEMS),
            settings.catalogue().of(context.getStateStore(CatalogueProcessor.STORE)));
  }

  @Override
  public void process(Record<String, Decoded> record) {
    Task here = requireNonNull(task);
    switch (record.value()) {
      case Decoded.Rated rated -> rate(here, rated.rating(), record.timestamp());
      case Decoded.Told told -> tell(here, told.user(), record.timestamp());
      case Decoded.Erased erased -> erase(here, erased.userId(), record.timestamp());
      case Decoded.Elsewhere elsewhere -> throw unexpected(elsewhere);
      case Decoded.Refused refused -> throw unexpected(refused);
    }
  }

  private static IllegalStateException unexpected(Decoded decoded) {
    return new IllegalStateException("decoded: must be of a user, was " + decoded);
  }

  private void rate(Task here, Rating rating, long timestamp) {
    String userId = rating.userId();
    String key = Keys.userItem(userId, rating.itemId());
    UserState before = here.users.get(userId);
    UserStep step =
        settings
            .machine()
            .rate(
                before == null ? null : before.features(),
                here.userItems.get(key),
                rating,
                here.catalogue.genres(rating.itemId()));
    metrics.rated(step.outcome());
    UserState after = UserState.of(step.state());
    here.users.put(userId, after);
    here.userItems.put(key, step.userItem());
    sendState(here, after, timestamp);
    byte[] userItem = Topics.USER_ITEMS.codec().encode(step.userItem());
    send(here, key, userItem, timestamp, settings.children().userItems());
    if (step.outcome().counts() && !Ids.isProbe(userId)) {
      sendWork(here, rating, step, aggregates(before, step), timestamp);
    }
  }

  private static byte[] aggregates(@Nullable UserState before, UserStep step) {
    return before == null ? UserState.encoded(step.before()) : before.aggregates();
  }

  private void sendWork(
      Task here, Rating rating, UserStep step, byte[] aggregates, long timestamp) {
    for (ItemWork work : settings.work().rated(rating, step, aggregates)) {
      sendWork(here, work, timestamp);
    }
  }

  private void tell(Task here, User user, long timestamp) {
    String userId = user.getUserId();
    UserState before = here.users.get(userId);
    UserState after =
        UserState.of(
            settings
                .machine()
                .profile(
                    before == null ? null : before.features(), userId, user.getDemographics()));
    here.users.put(userId, after);
    if (UserStateMachine.hasEvents(after.features())) {
      sendState(here, after, timestamp);
    }
  }

  private void erase(Task here, String userId, long timestamp) {
    metrics.erased();
    for (UserItem rated : here.userItems.withPrefix(Keys.userItem(userId, ""))) {
      String key = Keys.userItem(userId, rated.getItemId());
      here.userItems.delete(key);
      send(here, key, null, timestamp, settings.children().userItems());
      if (!Ids.isProbe(userId)) {
        sendWork(here, ItemWorkPlan.withdrawn(rated), timestamp);
      }
    }
    here.users.delete(userId);
    send(here, userId, null, timestamp, settings.children().userFeatures());
  }

  private void sendState(Task here, UserState state, long timestamp) {
    String userId = state.features().getUserId();
    send(here, userId, state.encoded(), timestamp, settings.children().userFeatures());
  }

  private void sendWork(Task here, ItemWork work, long timestamp) {
    String key = ItemWorkPlan.key(work);
    send(here, key, ItemWorkPlan.CODEC.encode(work), timestamp, settings.children().itemWork());
  }

  private void send(Task here, String key, byte @Nullable [] value, long timestamp, String child) {
    Record<String, byte[]> record = record(key, value, timestamp);
    tracing.carry(record.headers());
    here.context.forward(record, child);
  }

  @SuppressWarnings("NullAway") // a tombstone: Kafka Streams does not say that values may be null
  private static Record<String, byte[]> record(
      String key, byte @Nullable [] value, long timestamp) {
    return new Record<>(key, value, timestamp);
  }
}
