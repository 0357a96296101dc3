package io.millrace.recommend.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.schemas.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one person's records off the topics, partition by partition, as they are asked for. Holds
 * one poll and, of tables, the person's rows in one partition. One thread.
 */
final class PersonReading implements Iterator<ObjectNode>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PersonReading.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration patience;
  private final Deque<PartitionSearch> left;
  private final Deque<ObjectNode> ready = new ArrayDeque<>();
  private long movedAt = System.nanoTime();

  private PersonReading(
      Consumer<byte[], byte[]> consumer, Duration patience, List<PartitionSearch> searches) {
    this.consumer = consumer;
    this.patience = patience;
    this.left = new ArrayDeque<>(searches);
  }

  /**
   * A reading of everything, each partition up to where it ends when its turn comes.
   *
   * @param consumer of committed records, without partitions; closed with the reading, and if there
   *     comes to be none
   * @param patience longest wait for the next records
   * @throws RequestFault if the partitions cannot be had
   */
  static PersonReading begin(Consumer<byte[], byte[]> consumer, String userId, Duration patience) {
    try {
      PersonFilter filter = new PersonFilter(userId);
      List<PartitionSearch> searches = new ArrayList<>();
      for (Topic<?> topic : PersonFilter.TOPICS) {
        searches.addAll(searches(consumer, topic, filter));
      }
      return new PersonReading(consumer, patience, searches);
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(CLOSE));
      throw unavailable(e);
    }
  }

  private static List<PartitionSearch> searches(
      Consumer<byte[], byte[]> consumer, Topic<?> topic, PersonFilter filter) {
    var known = consumer.partitionsFor(topic.name());
    return known.stream()
        .map(PartitionInfo::partition)
        .filter(partition -> filter.visits(topic, partition, known.size()))
        .map(partition -> new TopicPartition(topic.name(), partition))
        .map(partition -> new PartitionSearch(topic, partition, filter))
        .toList();
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && !left.isEmpty()) {
        advance(left.getFirst());
      }
    } catch (KafkaException e) {
      throw unavailable(e);
    }
    return !ready.isEmpty();
  }

  @Override
  public ObjectNode next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record is left");
    }
    return ready.remove();
  }

  private void advance(PartitionSearch search) {
    TopicPartition partition = search.partition();
    if (!consumer.assignment().contains(partition)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      search.begins(consumer.position(partition), end);
      movedAt = System.nanoTime();
    }
    long before = consumer.position(partition);
    if (!search.isDoneAt(before)) {
      consumer.poll(POLL).records(partition).forEach(record -> search.read(record, ready));
      requireMoved(partition, before);
    }
    if (search.reached(consumer.position(partition), ready)) {
      left.removeFirst();
    }
  }

  /**
   * A partition that nobody leads, or a transaction that nobody ends, must not hold us for ever.
   */
  private void requireMoved(TopicPartition partition, long before) {
    if (consumer.position(partition) > before) {
      movedAt = System.nanoTime();
    } else if (System.nanoTime() - movedAt > patience.toNanos()) {
      throw new KafkaException(
          "%s: no record at offset %d within %s".formatted(partition, before, patience));
    }
  }

  /** What a failure of the brokers is to who asked; told in the log. */
  static RequestFault unavailable(KafkaException failure) {
    LOG.warn("an export of a person's records failed", failure);
    return new RequestFault(
        ErrorCode.LOG_UNAVAILABLE, "the records cannot be read off the topics; try later");
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
