package io.millrace.runtime.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics from the beginning (or, where {@linkplain #fromEnd asked}, what comes after
 * start), by assignment and not by group, in one thread; hands each record to its topic's handler
 * and tells how far it has come.
 *
 * <p>A topic that does not exist yet, or that this user may not read yet, is waited for; {@link
 * #lacking} says which, and so does the log when that lasts. A handler's exception is counted, the
 * first ten and then every ten thousandth are logged, and the record is passed over: a reader of
 * state never stops because of one record. The end that {@link #fractionLoaded} measures against is
 * the end as seen at start: for a committed reader, the last stable offset.
 *
 * <table>
 * <caption>Concurrency</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>positions, begins, ends, lags, lacking</td><td>reader thread</td><td>any thread</td></tr>
 * <tr><td>handlers, batch listeners, fromEnd</td><td>before start</td><td>reader thread</td></tr>
 * </table>
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration RETRY = Duration.ofMillis(200);

  /** Topics that are lacking for ten seconds are told of. */
  private static final int TOLD_AT_TRY = 50;

  private static final long TOLD = 10;
  private static final long TOLD_EVERY = 10_000;

  /** Takes the records of one topic, in the reader thread. */
  @FunctionalInterface
  public interface Handler {
    /** Takes a record; value null is a tombstone. */
    void accept(ConsumerRecord<byte[], byte[]> record);
  }

  /**
   * The broker answers at once when there is something; this long when there is nothing. Each
   * follower costs the broker a request in this time, so at 20 ms ten of them kept an eighth of a
   * core busy with nothing.
   */
  private static final int MOST_WAIT_MILLIS = 250;

  private final Map<String, Object> settings;
  private final Map<String, Handler> handlers;
  private final List<Runnable> batchListeners = new CopyOnWriteArrayList<>();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> begins = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> lags = new ConcurrentHashMap<>();
  private final List<java.util.function.Consumer<TopicPartition>> partitionListeners =
      new CopyOnWriteArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile boolean fromEnd;
  private volatile boolean assigned;
  private volatile boolean closed;
  private volatile Set<String> lacking = Set.of();
  private volatile @Nullable Consumer<byte[], byte[]> reading;

  /**
   * A follower, not started yet.
   *
   * @param readCommitted whether records of open and aborted transactions are left out
   * @param handlers who takes the records of which topic
   */
  public TopicFollower(
      KafkaSettings kafka, String clientId, boolean readCommitted, Map<String, Handler> handlers) {
    this.settings = kafka.consumer(clientId, readCommitted);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MOST_WAIT_MILLIS);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    settings.put(ConsumerConfig.CLIENT_DNS_LOOKUP_CONFIG, "use_all_dns_ips");
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    this.handlers = Map.copyOf(handlers);
    this.thread = Thread.ofPlatform().name(clientId).daemon(true).unstarted(this::run);
  }

  /** Passes over what is there at start; to be called before {@link #start}. */
  public TopicFollower fromEnd() {
    fromEnd = true;
    return this;
  }

  /** Starts the reader thread. */
  public void start() {
    thread.start();
  }

  /** Adds what runs in the reader thread after each poll that returned records. */
  public void afterBatch(Runnable listener) {
    batchListeners.add(listener);
  }

  /** Adds who is told, in the reader thread, of each partition before it is first read. */
  public void onPartition(java.util.function.Consumer<TopicPartition> listener) {
    partitionListeners.add(listener);
  }

  /** How much has been read of what was there at start, from 0 to 1. */
  public double fractionLoaded() {
    if (!assigned) {
      return 0;
    }
    long total = 0;
    long done = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long begin = begins.getOrDefault(end.getKey(), 0L);
      long position = positions.getOrDefault(end.getKey(), begin);
      total += end.getValue() - begin;
      done += Math.clamp(position - begin, 0, Math.max(0, end.getValue() - begin));
    }
    return total <= 0 ? 1 : (double) done / total;
  }

  /** Whether everything that was there at start has been handled. */
  public boolean caughtUp() {
    if (!assigned) {
      return false;
    }
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /**
   * The topics that are waited for, in order: they do not exist, or this user may not see them.
   * Nothing is read, of no topic, as long as there are any.
   */
  public Set<String> lacking() {
    return lacking;
  }

  /** The offset of the next record to be handled; -1 if the partition is not assigned. */
  public long position(String topic, int partition) {
    return positions.getOrDefault(new TopicPartition(topic, partition), -1L);
  }

  /** How many records there were still to be read after the last poll, as far as is known. */
  public long lag() {
    return lags.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same, of one partition. */
  public long lag(TopicPartition partition) {
    return lags.getOrDefault(partition, 0L);
  }

  /** How many records a handler threw on. */
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    closed = true;
    Consumer<byte[], byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
    if (Thread.currentThread() == thread || !thread.isAlive()) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
        reading = consumer;
        assign(consumer);
        follow(consumer);
      } catch (InterruptException | WakeupException e) {
        log.debug("{}: stopped", thread.getName());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.error("{}: the reader failed and starts again where it was", thread.getName(), e);
        pause();
      }
    }
  }

  private void assign(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    List<TopicPartition> partitions = awaitPartitions(consumer);
    consumer.assign(partitions);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    if (!assigned) {
      Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> from = fromEnd ? last : first;
      begins.putAll(from);
      ends.putAll(last);
      positions.putAll(from);
      partitions.forEach(partition -> partitionListeners.forEach(told -> told.accept(partition)));
      assigned = true;
    }
    for (TopicPartition partition : partitions) {
      consumer.seek(
          partition, positions.computeIfAbsent(partition, p -> first.getOrDefault(p, 0L)));
    }
  }

  private List<TopicPartition> awaitPartitions(Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    for (int tries = 1; !closed; tries++) {
      Map<String, List<PartitionInfo>> topics = topics(consumer);
      lacking = missing(topics);
      if (lacking.isEmpty()) {
        return partitions(topics);
      }
      if (tries == TOLD_AT_TRY) {
        log.warn(
            "{}: waits for topics {}, which do not exist or which this user has no right to read"
                + " (`millrace topics create`, `millrace topics acls`)",
            thread.getName(),
            lacking);
      }
      Thread.sleep(RETRY);
    }
    throw new WakeupException();
  }

  private Set<String> missing(Map<String, List<PartitionInfo>> topics) {
    Set<String> missing = new TreeSet<>(handlers.keySet());
    missing.removeIf(topic -> !topics.getOrDefault(topic, List.of()).isEmpty());
    return Collections.unmodifiableSet(missing);
  }

  private List<TopicPartition> partitions(Map<String, List<PartitionInfo>> topics) {
    return handlers.keySet().stream()
        .flatMap(topic -> topics.getOrDefault(topic, List.of()).stream())
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private Map<String, List<PartitionInfo>> topics(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.listTopics();
    } catch (RetriableException e) {
      log.debug("{}: the broker does not answer yet", thread.getName(), e);
      return Map.of();
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    while (!closed) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        Handler handler = handlers.get(partition.topic());
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          handle(handler, record);
          positions.put(partition, record.offset() + 1);
        }
      }
      skipMarkers(consumer);
      if (!records.isEmpty()) {
        batchListeners.forEach(this::tell);
      }
    }
  }

  /** Transaction markers and compacted offsets are passed without a record. */
  private void skipMarkers(Consumer<byte[], byte[]> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      if (position > positions.getOrDefault(partition, 0L)) {
        positions.put(partition, position);
      }
      lags.put(partition, consumer.currentLag(partition).orElse(0));
    }
  }

  private void handle(@Nullable Handler handler, ConsumerRecord<byte[], byte[]> record) {
    if (handler == null) {
      return;
    }
    try {
      handler.accept(record);
    } catch (RuntimeException e) {
      long failed = failures.incrementAndGet();
      if (failed <= TOLD || failed % TOLD_EVERY == 0) {
        log.warn(
            "{}: record {}-{}@{} was passed over, {} by now",
            thread.getName(),
            record.topic(),
            record.partition(),
            record.offset(),
            failed,
            e);
      }
    }
  }

  private void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      log.warn("{}: a batch listener failed", thread.getName(), e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
