package io.millrace.tests.fault.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be refused: garbage with and without a key, nothing at all, stars and ids and
 * times that cannot be; and among them good ones with a wrong key or none, which must be taken.
 *
 * @param seed of the garbage and the names
 * @param each how many of each sort
 */
public record Poison(long seed, int each) implements Fault {
  private static final long TIME = 978_307_200_000L;
  private static final long FAR_FUTURE = 4_102_444_800_000L;
  private static final int MOST_GARBAGE = 3_000;

  @Override
  public void strike(Arena arena) throws InterruptedException, ExecutionException {
    Random random = new Random(seed);
    List<Future<RecordMetadata>> bad = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (byte @Nullable [] value : refused(random)) {
        bad.add(send(arena, random.nextBoolean() ? null : "user-" + i, value));
      }
      stray(arena, null, i);
      stray(arena, "somebody else " + random.nextInt(), i + each);
    }
    for (Future<RecordMetadata> record : bad) {
      RecordMetadata at = record.get();
      arena.expectation().refused(at.partition(), at.offset());
    }
  }

  private static List<byte @Nullable []> refused(Random random) {
    byte[] garbage = new byte[1 + random.nextInt(MOST_GARBAGE)];
    random.nextBytes(garbage);
    byte[] good = rating("user-1", "item-1", 4, TIME);
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(null);
    values.add(new byte[0]);
    values.add(garbage);
    values.add(Arrays.copyOf(good, good.length - 3));
    values.add(rating("user-1", "item-1", 9, TIME));
    values.add(rating("user-1", "item-1", Double.NaN, TIME));
    values.add(rating("", "item-1", 4, TIME));
    values.add(rating("user-1", "a\nb", 4, TIME));
    values.add(rating("user-1", "item-1", 4, -1));
    values.add(rating("user-1", "item-1", 4, FAR_FUTURE));
    return values;
  }

  /** Of a user of its own: what goes by another way may come in another order. */
  private void stray(Arena arena, @Nullable String key, int number) {
    RatingEvent event = new RatingEvent("stray-" + seed + "-" + number, "item-2", 3.5, TIME, null);
    arena.expectation().sent(event);
    var _ = send(arena, key, encoded(event));
  }

  private static byte[] rating(String userId, String itemId, double stars, long time) {
    return encoded(new RatingEvent(userId, itemId, stars, time, null));
  }

  private static byte[] encoded(RatingEvent event) {
    return Topics.RATINGS.codec().encode(event);
  }

  private static Future<RecordMetadata> send(
      Arena arena, @Nullable String key, byte @Nullable [] value) {
    return arena
        .load()
        .send(
            new ProducerRecord<>(
                Topics.RATINGS.name(), key == null ? null : key.getBytes(UTF_8), value));
  }
}
