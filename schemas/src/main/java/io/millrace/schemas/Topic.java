package io.millrace.schemas;

import java.util.HashMap;
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
   * segments roll by size, not by event time. Topics that are personal carry the time of the append
   * instead, so that on these a tombstone takes effect within weeks; {@code users.v1}, which
   * cannot, is compacted whenever there is anything to.
   */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("cleanup.policy", cleanup.policy());
    settings.put("retention.ms", "-1");
    settings.put("segment.ms", Topics.SEGMENT_MS);
    switch (cleanup) {
      case KEEP -> settings.put("retention.bytes", "-1");
      case COMPACT -> {
        settings.put("segment.bytes", Topics.COMPACTED_SEGMENT_BYTES);
        settings.put("min.cleanable.dirty.ratio", "0.5");
        settings.putAll(erasure());
      }
    }
    return Map.copyOf(settings);
  }

  private Map<String, String> erasure() {
    if (Topics.PERSONAL.contains(name)) {
      return Topics.boundedCompaction();
    }
    return name.equals("users.v1")
        ? Map.of("delete.retention.ms", Topics.TOMBSTONES_MS, "min.cleanable.dirty.ratio", "0")
        : Map.of("delete.retention.ms", Topics.TOMBSTONES_MS);
  }
}
