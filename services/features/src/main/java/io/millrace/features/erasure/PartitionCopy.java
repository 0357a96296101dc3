package io.millrace.features.erasure;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a rule keeps of a partition to its end: key, value, timestamp and headers as they
 * were, and a {@link CopyMark}. One thread.
 *
 * <p>A run that broke off leaves copies behind beside their originals; they are known by the origin
 * in their mark, which is still on the log, and are left out.
 */
final class PartitionCopy {
  private final PartitionReader reader;
  private final Producer<byte[], byte[]> producer;
  private final Pace pace;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long copied;
  private long erased;

  PartitionCopy(PartitionReader reader, Producer<byte[], byte[]> producer, Pace pace) {
    this.reader = reader;
    this.producer = producer;
    this.pace = pace;
  }

  /**
   * What was done.
   *
   * @param copied records appended
   * @param erased records left out or altered because of an erased person
   */
  record Counts(long copied, long erased) {}

  /**
   * Copies; returns when the broker has everything.
   *
   * @param from the partition's first offset
   * @param to where to stop (exclusive)
   * @throws KafkaException if a record was not taken
   */
  Counts copy(TopicPartition partition, long from, long to, Rule rule) {
    copied = 0;
    erased = 0;
    reader.read(partition, from, to, record -> accept(record, from, rule));
    producer.flush();
    check();
    return new Counts(copied, erased);
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, long from, Rule rule) {
    Fate fate = rule.fate(record);
    erased += fate.calls() ? 1 : 0;
    if (isRedundant(record, from)) {
      return;
    }
    switch (fate) {
      case Fate.Plain plain -> {
        switch (plain) {
          case KEPT -> send(record, record.key(), record.value(), rule.seen(record));
          case UNKEYED -> send(record, null, record.value(), rule.seen(record));
          case OMITTED, ERASED -> {}
        }
      }
      case Fate.Altered altered -> send(record, record.key(), altered.value(), rule.seen(record));
    }
  }

  static boolean isRedundant(ConsumerRecord<byte[], byte[]> record, long from) {
    CopyMark mark = CopyMark.of(record);
    return mark != null && mark.origin() >= from;
  }

  private void send(
      ConsumerRecord<byte[], byte[]> record,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long seen) {
    pace.await();
    check();
    Long timestamp = record.timestamp() < 0 ? null : record.timestamp();
    ProducerRecord<byte[], byte[]> copy =
        new ProducerRecord<>(
            record.topic(),
            record.partition(),
            timestamp,
            key,
            value,
            new CopyMark(seen, record.offset()).on(record.headers()));
    var _ =
        producer.send(
            copy,
            (at, fault) -> {
              if (fault != null) {
                failure.compareAndSet(null, fault);
              }
            });
    copied++;
  }

  private void check() {
    Exception fault = failure.get();
    if (fault != null) {
      throw new KafkaException("a copy was not taken", fault);
    }
  }
}
