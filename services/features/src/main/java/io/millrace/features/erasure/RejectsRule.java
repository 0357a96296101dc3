package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code rejects.v1}: rejects of a record that an erased person is named in, by key or by value,
 * go. Of a record whose value nobody can read, and that has the person's id as a word in it, the
 * bytes go and the rest stays: length, hash, reason.
 */
final class RejectsRule implements Rule {
  private final RatingReader ratings;
  private final People people;
  private final List<String> ids;

  RejectsRule(RatingReader ratings, People people) {
    this.ratings = ratings;
    this.people = people;
    // As bytes, one character each: what is searched is of no known encoding.
    this.ids = people.ids().stream().map(id -> new String(id.getBytes(UTF_8), ISO_8859_1)).toList();
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
    if (value == null) {
      return false;
    }
    String text = new String(bytes(value), ISO_8859_1);
    return ids.stream().anyMatch(id -> hasWord(text, id));
  }

  /** Whether a word stands in a text with no letter or digit beside it. */
  static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
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
