package io.millrace.tests.fault.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserFeatures;
import io.millrace.tests.fault.oracle.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A heart beat through ratings and features, ten times a second in each partition: one person in
 * each rates the same thing again, which changes nothing but the offset of their state. Read as the
 * services read. Tells since when an event sent now has its effect everywhere, and how long one has
 * waited for that. Thread-safe.
 */
public final class Pulse implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final long TIME = 946_684_800_000L;

  private final KafkaProducer<byte[], byte[]> producer;
  private final TopicFollower follower;
  private final Thread thread;
  private final List<RatingEvent> beats = new ArrayList<>();
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Map<Integer, ConcurrentSkipListMap<Long, Long>> sent = new ConcurrentHashMap<>();
  private final Map<Integer, Long> applied = new ConcurrentHashMap<>();
  private final AtomicLong longestNanos = new AtomicLong();

  /** A pulse, not started; the oracle is told of it. */
  public Pulse(KafkaSettings kafka, int userPartitions, Expectation expectation) {
    producer = new KafkaProducer<>(kafka.producer("pulse"));
    follower =
        new TopicFollower(
            kafka, "pulse-reader", false, Map.of(Topics.USER_FEATURES.name(), this::read));
    thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
    for (int partition = 0; partition < userPartitions; partition++) {
      RatingEvent event =
          new RatingEvent(user(partition, userPartitions), "item-0", 3.0, TIME, null);
      beats.add(event);
      partitions.put(event.getUserId(), partition);
      sent.put(partition, new ConcurrentSkipListMap<>());
      applied.put(partition, Long.MIN_VALUE);
      expectation.sent(event);
    }
  }

  /** Somebody who belongs to a partition. */
  private static String user(int partition, int partitions) {
    int number = 0;
    while (Keys.partition("pulse-" + number, partitions) != partition) {
      number++;
    }
    return "pulse-" + number;
  }

  /** Begins to beat. */
  public void start() {
    follower.start();
    thread.start();
  }

  private void beat() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        beats.forEach(this::send);
        Thread.sleep(BEAT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(RatingEvent event) {
    long now = System.nanoTime();
    byte[] key = event.getUserId().getBytes(UTF_8);
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.RATINGS.name(), null, TIME, key, Topics.RATINGS.codec().encode(event)),
            (at, fault) -> {
              if (fault == null) {
                of(sent, at.partition()).put(at.offset(), now);
              }
            });
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    Integer partition = partitions.get(new String(record.key(), UTF_8));
    if (partition == null || record.value() == null) {
      return;
    }
    UserFeatures state = Topics.USER_FEATURES.codec().decode(record.value());
    Map<Long, Long> beats = of(sent, partition).headMap(state.getOffset(), true);
    beats.values().stream()
        .max(Long::compare)
        .ifPresent(b -> applied.merge(partition, b, Math::max));
    beats.values().stream().min(Long::compare).ifPresent(this::hasWaited);
    beats.clear();
  }

  private void hasWaited(long sent) {
    longestNanos.accumulateAndGet(System.nanoTime() - sent, Math::max);
  }

  private static <V> V of(Map<Integer, V> values, int partition) {
    return Objects.requireNonNull(values.get(partition));
  }

  /** Whether in every partition an event sent at or after this moment has been applied. */
  public boolean hasAppliedSince(long nanoTime) {
    return applied.values().stream().allMatch(beat -> beat >= nanoTime);
  }

  /** The longest that an event has waited for its effect since this was asked last. */
  public Duration longestWait() {
    return Duration.ofNanos(longestNanos.getAndSet(0));
  }

  @Override
  public void close() {
    thread.interrupt();
    follower.close();
    producer.close(Duration.ofSeconds(5));
  }
}
