package io.millrace.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Composes and takes apart the keys that hold two ids. The parts are joined by U+0000, which no
 * valid id contains ({@link Ids}), so the parts are unambiguous and all keys of one user are
 * adjacent.
 */
public final class Keys {
  private static final char SEPARATOR = '\0';

  private Keys() {}

  /** Key of {@code user-items.v1} and {@code training-examples.v1}. */
  public static String userItem(String userId, String itemId) {
    return userId + SEPARATOR + itemId;
  }

  /** Key of {@code item-embeddings.v1}. */
  public static String embedding(String generation, String itemId) {
    return generation + SEPARATOR + itemId;
  }

  /** Key of {@code model-chunks.v1}. */
  public static String chunk(String generation, int index) {
    return "%s%c%06d".formatted(generation, SEPARATOR, index);
  }

  /** Key of {@code experiment-results.v1}. */
  public static String tally(String experimentId, String arm, int partition) {
    return experimentId + SEPARATOR + arm + SEPARATOR + partition;
  }

  /** What all keys begin with whose first part is this. */
  public static String prefix(String first) {
    return first + SEPARATOR;
  }

  /** The first part of a composed key: user id or generation. */
  public static String first(String key) {
    int at = key.indexOf(SEPARATOR);
    return at < 0 ? key : key.substring(0, at);
  }

  /** The second part of a composed key; empty where there is none. */
  public static String second(String key) {
    int at = key.indexOf(SEPARATOR);
    return at < 0 ? "" : key.substring(at + 1);
  }

  /**
   * The partition an id belongs to: murmur2 of its UTF-8 bytes, as Kafka's own Java producer places
   * a string key.
   */
  public static int partition(String id, int partitions) {
    return partitions == 1 ? 0 : Utils.toPositive(hash(id)) % partitions;
  }

  /** Murmur2 of the id's UTF-8 bytes: the same on every machine and in every release. */
  public static int hash(String id) {
    return Utils.murmur2(id.getBytes(StandardCharsets.UTF_8));
  }
}
