package io.millrace.tests.benchmark;

import io.millrace.model.feature.EventClock;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.recommend.state.LiveState;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Item;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.millrace.tests.rig.Catalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a serving replica has read of the topics of a state: the newest record of each key. */
final class ServedState {
  private final Map<String, Handler> handlers;

  private ServedState(Map<String, Handler> handlers) {
    this.handlers = handlers;
  }

  /**
   * Reads a state.
   *
   * @param features what all events of the data have come to
   */
  static LiveState of(Catalogue data, InMemoryFeatures features) {
    InstantSource then = InstantSource.fixed(Instant.ofEpochMilli(features.now()));
    LiveState state = new LiveState(new EventClock(then));
    ServedState reader = new ServedState(state.handlers());
    data.items().forEach(item -> reader.item(item, features));
    data.users().forEach(user -> reader.user(user, features));
    data.events().forEach(event -> reader.rating(event, features));
    return state;
  }

  private void item(Item item, InMemoryFeatures features) {
    String id = item.getItemId();
    feed(Topics.ITEMS, id, item);
    feed(Topics.ITEM_FEATURES, id, features.itemFeatures(id));
    feed(Topics.ITEM_TRANSITIONS, id, features.transitions(id));
  }

  private void user(User user, InMemoryFeatures features) {
    String id = user.getUserId();
    feed(Topics.USERS, id, user);
    feed(Topics.USER_FEATURES, id, features.user(id));
  }

  private void rating(RatingEvent event, InMemoryFeatures features) {
    String user = event.getUserId();
    String item = event.getItemId();
    feed(Topics.USER_ITEMS, Keys.userItem(user, item), features.userItem(user, item));
  }

  private <V extends SpecificRecordBase> void feed(Topic<V> topic, String key, @Nullable V value) {
    if (value != null) {
      byte[] bytes = topic.codec().encode(value);
      Objects.requireNonNull(handlers.get(topic.name()))
          .accept(
              new ConsumerRecord<>(
                  topic.name(), 0, 0, key.getBytes(StandardCharsets.UTF_8), bytes));
    }
  }
}
