package io.millrace.standalone.demo;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts the refused ratings of all runs, as the topic of rejects tells. */
final class RatingRejects {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private RatingRejects() {}

  /**
   * How many are on the topic now.
   *
   * @throws DemoFault if it cannot be read within a minute
   */
  static long count(KafkaSettings kafka) throws InterruptedException {
    AtomicLong count = new AtomicLong();
    try (TopicFollower follower =
        new TopicFollower(
            kafka,
            "millrace-demo-rejects",
            true,
            Map.of(Topics.REJECTS.name(), record -> count.addAndGet(isRating(record) ? 1 : 0)))) {
      follower.start();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!follower.caughtUp()) {
        if (System.nanoTime() > deadline) {
          throw new DemoFault(Topics.REJECTS.name() + ": cannot be read");
        }
        Thread.sleep(LOOK);
      }
    }
    return count.get();
  }

  private static boolean isRating(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return false;
    }
    Reject reject = Topics.REJECTS.codec().decode(record.value());
    return reject.getTopic().equals(Topics.RATINGS.name());
  }
}
