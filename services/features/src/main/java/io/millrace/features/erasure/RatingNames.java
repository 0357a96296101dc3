package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.RegistryUnavailableException;
import io.millrace.features.registry.UnreadableRatingException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whom a record of {@code ratings.v1} names.
 *
 * @param rater whose rating it is; null where it is none, or none that can be read
 * @param others by its key, and of those who are looked for in the bytes of a value that cannot be
 *     read
 */
public record RatingNames(@Nullable String rater, Set<String> others) {
  public RatingNames {
    others = Set.copyOf(others);
  }

  /**
   * Of a record.
   *
   * @param search for those who are looked for
   * @throws RegistryUnavailableException if only the registry could tell
   */
  public static RatingNames of(
      ConsumerRecord<byte[], byte[]> record, RatingReader reader, IdSearch search) {
    Set<String> others = new HashSet<>();
    if (record.key() != null) {
      others.add(new String(record.key(), UTF_8));
    }
    byte[] value = record.value();
    if (value == null) {
      return new RatingNames(null, others);
    }
    try {
      String rater = reader.read(value).getUserId();
      others.remove(rater);
      return new RatingNames(rater, others);
    } catch (UnreadableRatingException _) {
      others.addAll(search.in(value));
      return new RatingNames(null, others);
    }
  }
}
