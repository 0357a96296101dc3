package io.millrace.tests.fault.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A producer whose clock jumps about: its records are stamped with times from 1970 to as far ahead
 * as the broker takes, and so are some of the events in them, from 1970 to a day ahead.
 *
 * @param seed of the times
 * @param events how many
 */
public record WildClock(long seed, int events) implements Fault {
  private static final long AHEAD = Duration.ofHours(23).toMillis();

  @Override
  public void strike(Arena arena) {
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      String user = "traveller-%d-%d".formatted(seed, i);
      RatingEvent event = new RatingEvent(user, "item-3", 4.5, time(random), null);
      arena.expectation().sent(event);
      var _ =
          arena
              .load()
              .send(
                  new ProducerRecord<>(
                      Topics.RATINGS.name(),
                      null,
                      time(random),
                      user.getBytes(UTF_8),
                      Topics.RATINGS.codec().encode(event)));
    }
  }

  private static long time(Random random) {
    long now = System.currentTimeMillis();
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(1_000);
      case 1 -> now + AHEAD - random.nextInt(1_000);
      default -> random.nextLong(now);
    };
  }
}
