package io.millrace.schemas;

import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A topic: its name, the record it carries and how the broker keeps it. Keys are strings in UTF-8.
 *
 * @param name the topic's name
 * @param codec encodes and decodes values
 * @param cleanup what the broker may drop
 * @param spread how many partitions it gets
 * @param <V> the record on it
 */
public record Topic<V extends SpecificRecordBase>(
    String name, AvroCodec<V> codec, Cleanup cleanup, Spread spread) {

  /** What the broker may drop. */
  public enum Cleanup {
    /** Nothing: every record is kept. */
    KEEP("delete"),
    /** All but the newest record of each key. */
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** Kafka's {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  /** How many partitions a topic gets. */
  public enum Spread {
    /** As many as {@code ratings.v1}: co-partitioned by user. */
    BY_USER,
    /** As many as item-keyed topics have. */
    BY_ITEM,
    /** One: a total order. */
    SINGLE
  }

  /** Serializes values; thread-safe. */
  public Serializer<V> serializer() {
    return (topic, value) -> value == null ? null : codec.encode(value);
  }

  /** Deserializes values; thread-safe. */
  public Deserializer<V> deserializer() {
    return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
  }

  /** Both. */
  public Serde<V> serde() {
    return Serdes.serdeFrom(serializer(), deserializer());
  }

  /**
   * The topic's configuration. Replayed events are decades old, so nothing expires by time and
   * segments roll by size alone.
   */
  public Map<String, String> settings() {
    return cleanup == Cleanup.COMPACT
        ? Map.of(
            "cleanup.policy",
            cleanup.policy(),
            "retention.ms",
            "-1",
            "segment.ms",
            Topics.SEGMENT_MS,
            "segment.bytes",
            Topics.COMPACTED_SEGMENT_BYTES,
            "min.cleanable.dirty.ratio",
            "0.5")
        : Map.of(
            "cleanup.policy",
            cleanup.policy(),
            "retention.ms",
            "-1",
            "retention.bytes",
            "-1",
            "segment.ms",
            Topics.SEGMENT_MS);
  }
}
