package io.millrace.tests.rig;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Puts records on the input topics as any producer would. Thread-safe. */
public final class EventProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();

  public EventProducer(KafkaSettings kafka) {
    producer = new KafkaProducer<>(kafka.producer("test-producer"));
  }

  /** Items and users, on the topics when this returns. */
  public void catalogue(Catalogue data) {
    for (Item item : data.items()) {
      send(Topics.ITEMS, item.getItemId(), 0, item);
    }
    for (User user : data.users()) {
      send(Topics.USERS, user.getUserId(), 0, user);
    }
    flush();
  }

  /** A rating, with its event time as the record's. */
  public void rating(RatingEvent event) {
    send(Topics.RATINGS, event.getUserId(), event.getTimestamp(), event);
  }

  /** Bytes as they are, and no key if it is null. */
  public void bytes(String topic, @Nullable String key, byte @Nullable [] value) {
    sent.add(producer.send(new ProducerRecord<>(topic, key == null ? null : utf8(key), value)));
  }

  /** Returns when everything sent is on its topic; fails if the broker refused any of it. */
  public void flush() {
    producer.flush();
    while (!sent.isEmpty()) {
      sent.remove().resultNow();
    }
  }

  private <V extends SpecificRecordBase> void send(
      Topic<V> topic, String key, long timestamp, V value) {
    sent.add(
        producer.send(
            new ProducerRecord<>(
                topic.name(), null, timestamp, utf8(key), topic.codec().encode(value))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
