package io.millrace.recommend.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** The topics themselves, read from their beginning for each person. Thread-safe. */
public final class KafkaPersonRecords implements PersonRecords {
  private final KafkaSettings kafka;
  private final Duration patience;
  private final AtomicLong readings = new AtomicLong();

  /**
   * Connects when it is asked.
   *
   * @param patience longest wait for the brokers and for the next records
   */
  public KafkaPersonRecords(KafkaSettings kafka, Duration patience) {
    this.kafka = kafka;
    this.patience = patience;
  }

  @Override
  public Stream<ObjectNode> of(String userId) {
    PersonReading reading = PersonReading.begin(connect(), userId, patience);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(reading, traits), false)
        .onClose(reading::close);
  }

  /** Fails with brokers whose names nobody knows any more. */
  private Consumer<byte[], byte[]> connect() {
    try {
      return new KafkaConsumer<>(settings());
    } catch (KafkaException e) {
      throw PersonReading.unavailable(e);
    }
  }

  /** Names are told apart, as several may read at once. */
  private Map<String, Object> settings() {
    Map<String, Object> settings =
        kafka.consumer("recommend-export-" + readings.incrementAndGet(), true);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // never skip in silence
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    return settings;
  }
}
