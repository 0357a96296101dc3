package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker of lists: what one run's producer sends, the next run's consumer reads. */
final class FakeBroker implements Replay.Clients {
  private final Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final List<PartitionInfo> partitions = new ArrayList<>();
  private final Map<Integer, Long> begins = new HashMap<>();
  private int sendsLeft = Integer.MAX_VALUE;
  private boolean losing;

  /** Thrown in the middle of a replay, as a kill. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  FakeBroker(int ratingsPartitions) {
    for (int i = 0; i < ratingsPartitions; i++) {
      partitions.add(info(Topics.RATINGS.name(), i));
    }
  }

  private static PartitionInfo info(String topic, int partition) {
    return new PartitionInfo(topic, partition, Node.noNode(), new Node[0], new Node[0]);
  }

  /** Kills the sender of ratings after so many. */
  FakeBroker killAfter(int ratings) {
    sendsLeft = ratings;
    return this;
  }

  /** Acknowledges ratings without keeping them. */
  FakeBroker lose() {
    losing = true;
    return this;
  }

  List<ProducerRecord<byte[], byte[]>> log(String topic, int partition) {
    return logs.computeIfAbsent(new TopicPartition(topic, partition), p -> new ArrayList<>());
  }

  /** Copies what others than a user have to the end, and deletes what stood before. */
  void erase(int partition, String user, UnaryOperator<ProducerRecord<byte[], byte[]>> copying) {
    List<ProducerRecord<byte[], byte[]>> log = log(Topics.RATINGS.name(), partition);
    begins.merge(partition, (long) log.size(), Long::sum);
    List<ProducerRecord<byte[], byte[]>> copies =
        log.stream()
            .filter(record -> !Arrays.equals(record.key(), user.getBytes(UTF_8)))
            .map(copying)
            .toList();
    log.clear();
    log.addAll(copies);
  }

  private long begin(TopicPartition partition) {
    return partition.topic().equals(Topics.RATINGS.name())
        ? begins.getOrDefault(partition.partition(), 0L)
        : 0;
  }

  /** A rating of somebody else's, without headers. */
  void append(int partition) {
    log(Topics.RATINGS.name(), partition)
        .add(new ProducerRecord<>(Topics.RATINGS.name(), partition, null, new byte[1]));
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    List<PartitionInfo> all = new ArrayList<>(partitions);
    all.add(info(Topics.ITEMS.name(), 0));
    all.add(info(Topics.USERS.name(), 0));
    all.add(info(Topics.REJECTS.name(), 0));
    Cluster cluster = new Cluster("fake", List.of(), all, java.util.Set.of(), java.util.Set.of());
    return new Recorder(cluster);
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return new Reader();
  }

  private final class Recorder extends MockProducer<byte[], byte[]> {
    Recorder(Cluster cluster) {
      super(
          cluster,
          true,
          new RoundRobinPartitioner(),
          new ByteArraySerializer(),
          new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
      boolean rating = record.topic().equals(Topics.RATINGS.name());
      if (rating && sendsLeft-- <= 0) {
        throw new Killed();
      }
      if (!rating || !losing) {
        Integer partition = record.partition();
        log(record.topic(), partition == null ? 0 : partition).add(record);
      }
      return super.send(record, callback);
    }
  }

  private final class Reader extends MockConsumer<byte[], byte[]> {
    Reader() {
      super("earliest");
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      return partitions;
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> asked) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      asked.forEach(partition -> offsets.put(partition, begin(partition)));
      return offsets;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> asked) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      asked.forEach(p -> offsets.put(p, begin(p) + log(p.topic(), p.partition()).size()));
      return offsets;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> assigned) {
      super.assign(assigned);
      updateBeginningOffsets(beginningOffsets(assigned));
      updateEndOffsets(endOffsets(assigned));
      assigned.forEach(this::fill);
    }

    private void fill(TopicPartition partition) {
      List<ProducerRecord<byte[], byte[]>> log = log(partition.topic(), partition.partition());
      for (int offset = 0; offset < log.size(); offset++) {
        addRecord(consumed(log.get(offset), partition, begin(partition) + offset));
      }
    }

    private static ConsumerRecord<byte[], byte[]> consumed(
        ProducerRecord<byte[], byte[]> record, TopicPartition partition, long offset) {
      return new ConsumerRecord<>(
          partition.topic(),
          partition.partition(),
          offset,
          0,
          TimestampType.CREATE_TIME,
          0,
          0,
          record.key(),
          record.value(),
          new RecordHeaders(record.headers()),
          Optional.empty());
    }
  }
}
