package io.millrace.recommend;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.LiveState;
import io.millrace.recommend.state.Position;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Item;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * The topics in memory: what is appended is applied to the live state at once, through the very
 * state machines of the stream.
 */
public final class InMemoryLog implements TopicLog {
  /** A record as it was appended. */
  public record Appended(
      String topic, String key, @Nullable SpecificRecordBase value, long timestamp) {}

  private final LiveState state;
  private final InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());
  private final Map<String, Long> offsets = new HashMap<>();
  private final List<Appended> appended = new ArrayList<>();
  private final List<Map<String, Handler>> followers = new ArrayList<>();
  private final List<CompletableFuture<Void>> held = new ArrayList<>();
  private boolean broken;
  private boolean holds;
  private int refusals;
  private int mostHeld;
  private boolean stalled;

  InMemoryLog(LiveState state) {
    this.state = state;
  }

  /** Hands what is appended to these topics from now on to these handlers too. */
  public synchronized void follow(Map<String, Handler> handlers) {
    followers.add(handlers);
  }

  /** From now on nothing is taken. */
  public synchronized void breakDown() {
    broken = true;
  }

  /** Refuses the next records as if there were too many. */
  public synchronized void refuse(int next) {
    refusals = next;
  }

  /** From now on records are taken, and nobody is told where they lie. */
  public synchronized void hold() {
    holds = true;
  }

  /** Tells where they lie, and from now on at once. */
  public void release() {
    List<CompletableFuture<Void>> told;
    synchronized (this) {
      holds = false;
      told = List.copyOf(held);
      held.clear();
    }
    told.forEach(each -> each.complete(null));
  }

  /** The most that were held at any time. */
  public synchronized int mostHeld() {
    return mostHeld;
  }

  /** From now on records are taken, and never come to the state. */
  public synchronized void stall() {
    stalled = true;
  }

  /** Everything appended to the topic. */
  public synchronized List<Appended> appended(Topic<?> topic) {
    return appended.stream().filter(a -> a.topic().equals(topic.name())).toList();
  }

  @Override
  public synchronized <V extends SpecificRecordBase> CompletionStage<Position> append(
      Topic<V> topic, String key, @Nullable V value, long timestamp) {
    if (broken) {
      return CompletableFuture.failedFuture(
          new RequestFault(ErrorCode.LOG_UNAVAILABLE, "the log is broken"));
    }
    if (refusals > 0) {
      refusals--;
      return CompletableFuture.failedFuture(
          new RequestFault(ErrorCode.OVERLOADED, "the log is full"));
    }
    appended.add(new Appended(topic.name(), key, value, timestamp));
    Position at = new Position(0, offsets.merge(topic.name(), 1L, Long::sum) - 1);
    if (!stalled) {
      apply(topic, key, value, timestamp, at);
    }
    if (!holds) {
      return CompletableFuture.completedFuture(at);
    }
    CompletableFuture<Void> told = new CompletableFuture<>();
    held.add(told);
    mostHeld = Math.max(mostHeld, held.size());
    return told.thenApply(done -> at);
  }

  private <V extends SpecificRecordBase> void apply(
      Topic<V> topic, String key, @Nullable V value, long timestamp, Position at) {
    if (value instanceof RatingEvent event) {
      rate(event, at);
    } else if (value instanceof Item item) {
      features.putItem(item);
      feed(topic, key, value, timestamp, at.offset());
    } else if (state.handlers().containsKey(topic.name())) {
      feed(topic, key, value, timestamp, at.offset());
    }
    for (Map<String, Handler> follower : followers) {
      if (follower.containsKey(topic.name())) {
        Records.feed(follower, Records.of(topic, key, value, timestamp, at.offset()));
      }
    }
    state.batchRead();
  }

  private void rate(RatingEvent event, Position at) {
    String user = event.getUserId();
    String item = event.getItemId();
    var _ = features.accept(event, at.partition(), at.offset());
    long time = event.getTimestamp();
    feed(Topics.USER_ITEMS, Keys.userItem(user, item), features.userItem(user, item), time, 0);
    feed(Topics.USER_FEATURES, user, features.user(user), time, 0);
    feed(Topics.ITEM_FEATURES, item, features.itemFeatures(item), time, 0);
    features
        .rated(user)
        .forEach(id -> feed(Topics.ITEM_TRANSITIONS, id, features.transitions(id), time, 0));
  }

  private <V extends SpecificRecordBase> void feed(
      Topic<V> topic, String key, @Nullable V value, long timestamp, long offset) {
    Records.feed(state.handlers(), Records.of(topic, key, value, timestamp, offset));
  }

  @Override
  public void close() {}
}
