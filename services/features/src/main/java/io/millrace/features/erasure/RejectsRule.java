package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code rejects.v1}: rejects of a record that an erased person is named in, by key or by value,
 * go. Of a record whose value nobody can read, and that has the person's id in it, the bytes go and
 * the rest stays: length, hash, reason.
 */
final class RejectsRule implements Rule {
  private final RatingReader ratings;
  private final People people;
  private final IdSearch search;

  RejectsRule(RatingReader ratings, People people) {
    this.ratings = ratings;
    this.people = people;
    this.search = new IdSearch(people.ids());
  }

  @Override
  public Fate fate(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Fate.Plain.KEPT;
    }
    Reject reject;
    try {
      reject = Topics.REJECTS.codec().decode(record.value());
    } catch (UndecodableException _) {
      return Fate.Plain.KEPT;
    }
    String valueUser = valueUser(reject);
    boolean names =
        Stream.of(keyUser(reject), valueUser)
            .filter(Objects::nonNull)
            .anyMatch(id -> isErased(reject, id));
    if (names) {
      return Fate.Plain.ERASED;
    }
    return valueUser == null && mentions(reject)
        ? new Fate.Altered(Topics.REJECTS.codec().encode(stripped(reject)))
        : Fate.Plain.KEPT;
  }

  private boolean isErased(Reject reject, String userId) {
    return reject.getTopic().equals(Topics.RATINGS.name())
        ? people.covers(userId, reject.getPartition(), reject.getOffset())
        : people.contains(userId);
  }

  private static @Nullable String keyUser(Reject reject) {
    ByteBuffer key = reject.getKey();
    return key == null || reject.getTopic().equals(Topics.ITEMS.name())
        ? null
        : new String(bytes(key), UTF_8);
  }

  private @Nullable String valueUser(Reject reject) {
    ByteBuffer value = reject.getValue();
    if (value == null) {
      return null;
    }
    try {
      return reject.getTopic().equals(Topics.USERS.name())
          ? Topics.USERS.codec().decode(bytes(value)).getUserId()
          : ratings.read(bytes(value)).getUserId();
    } catch (UndecodableException | UnreadableRatingException _) {
      return null;
    }
  }

  private boolean mentions(Reject reject) {
    ByteBuffer value = reject.getValue();
    return value != null && !search.in(bytes(value)).isEmpty();
  }

  private static Reject stripped(Reject reject) {
    return new Reject(
        reject.getTopic(),
        reject.getPartition(),
        reject.getOffset(),
        reject.getTimestamp(),
        reject.getCode(),
        reject.getReason(),
        null,
        null,
        reject.getValueLength(),
        reject.getValueSha256());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    return Arrays.copyOfRange(
        buffer.array(),
        buffer.arrayOffset() + buffer.position(),
        buffer.arrayOffset() + buffer.limit());
  }
}
