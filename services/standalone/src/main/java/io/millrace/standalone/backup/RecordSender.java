package io.millrace.standalone.backup;

import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Writes records as they were. One thread. */
final class RecordSender implements AutoCloseable {
  private static final int LINGER_MILLIS = 5;
  private static final int BATCH_BYTES = 128 * 1024;

  /** Records may be larger than a producer sends by default. */
  private static final int REQUEST_BYTES = 64 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> fault = new AtomicReference<>();

  RecordSender(KafkaSettings kafka) {
    Map<String, Object> settings = kafka.producer("millrace-restore");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer = new KafkaProducer<>(settings);
  }

  /**
   * Sends a record; waits where too many are on their way.
   *
   * @param leftOut headers that are not sent
   * @throws KafkaException if the broker refused an earlier one
   */
  void send(String topic, int partition, DumpLine line, Set<String> leftOut) {
    requireWell();
    RecordHeaders headers = new RecordHeaders();
    line.headers().stream()
        .filter(header -> !leftOut.contains(header.name()))
        .forEach(header -> headers.add(header.name(), header.value()));
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic, partition, Math.max(0, line.timestamp()), line.key(), line.value(), headers),
            (_, failure) -> {
              if (failure != null) {
                fault.compareAndSet(null, failure);
              }
            });
  }

  /**
   * Returns when everything sent is on its topic.
   *
   * @throws KafkaException if the broker refused any of it
   */
  void flush() {
    producer.flush();
    requireWell();
  }

  private void requireWell() {
    Exception failure = fault.get();
    if (failure != null) {
      throw new KafkaException(
          "a record was not taken; empty the target and restore again", failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
