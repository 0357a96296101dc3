package io.millrace.recommend;

import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Consumer records made by hand. */
public final class Records {
  private Records() {}

  /** A record of partition 0. */
  public static <V extends SpecificRecordBase> ConsumerRecord<byte[], byte[]> of(
      Topic<V> topic, String key, @Nullable V value, long timestamp, long offset) {
    return of(topic, key, value == null ? null : topic.codec().encode(value), timestamp, offset);
  }

  /** The same, with any bytes. */
  public static ConsumerRecord<byte[], byte[]> of(
      Topic<?> topic, String key, byte @Nullable [] value, long timestamp, long offset) {
    return new ConsumerRecord<>(
        topic.name(),
        0,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        -1,
        -1,
        key.getBytes(StandardCharsets.UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** Hands a record to its topic's handler. */
  public static void feed(Map<String, Handler> handlers, ConsumerRecord<byte[], byte[]> record) {
    Handler handler = handlers.get(record.topic());
    if (handler == null) {
      throw new IllegalArgumentException(record.topic() + ": nobody reads it");
    }
    handler.accept(record);
  }
}
