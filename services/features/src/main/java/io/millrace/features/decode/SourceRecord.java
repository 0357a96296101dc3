package io.millrace.features.decode;

import io.millrace.schemas.Misrouted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stood on its topic.
 *
 * @param topic source topic
 * @param partition source partition
 * @param offset source offset
 * @param timestamp the record's timestamp
 * @param key its key; not to be changed
 * @param value its value; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value) {
  static SourceRecord of(Misrouted record) {
    return new SourceRecord(
        record.getTopic(),
        record.getPartition(),
        record.getOffset(),
        record.getTimestamp(),
        bytes(record.getKey()),
        bytes(record.getValue()));
  }

  Misrouted misrouted() {
    return new Misrouted(topic, partition, offset, timestamp, buffer(key), buffer(value));
  }

  SourceRecord withValue(byte[] other) {
    return new SourceRecord(topic, partition, offset, timestamp, key, other);
  }

  /** Its key as text; empty where it has none. */
  String keyText() {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  static @Nullable ByteBuffer buffer(byte @Nullable [] bytes, int most) {
    return bytes == null || bytes.length <= most
        ? buffer(bytes)
        : ByteBuffer.wrap(Arrays.copyOf(bytes, most));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
