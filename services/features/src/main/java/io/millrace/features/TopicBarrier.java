package io.millrace.features;

import io.millrace.features.catalogue.CatalogueBarrier;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the global table has reached the end of {@code items.v1} as it was at the call. Asks
 * the broker at most every {@link #PAUSE}, so that many ratings of unknown items do not hold the
 * stream up; an end that was waited for in vain (the last offsets may hold no record) is not waited
 * for again.
 */
final class TopicBarrier implements CatalogueBarrier {
  private static final Logger LOG = LoggerFactory.getLogger(TopicBarrier.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofMillis(5);

  private final Supplier<Map<Integer, Long>> ends;
  private final Duration longest;
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private long notBefore = System.nanoTime();

  /**
   * A barrier.
   *
   * @param ends end offsets by partition, asked of the broker
   * @param longest most time to wait
   */
  TopicBarrier(Supplier<Map<Integer, Long>> ends, Duration longest) {
    this.ends = ends;
    this.longest = longest;
  }

  @Override
  public void reached(int partition, long offset) {
    positions.merge(partition, offset + 1, Math::max);
  }

  @Override
  public synchronized void awaitCurrent() {
    if (System.nanoTime() - notBefore < 0) {
      return;
    }
    Map<Integer, Long> targets = targets();
    long deadline = System.nanoTime() + longest.toNanos();
    while (isBehind(targets) && pause()) {
      if (System.nanoTime() - deadline > 0) {
        LOG.warn("catalogue: still behind items.v1 after {}, going on without", longest);
        targets.forEach((partition, end) -> reached(partition, end - 1));
      }
    }
    notBefore = System.nanoTime() + PAUSE.toNanos();
  }

  private Map<Integer, Long> targets() {
    try {
      return ends.get();
    } catch (KafkaException e) {
      LOG.warn("catalogue: the end of items.v1 is not known, going on with what is here", e);
      return Map.of();
    }
  }

  private boolean isBehind(Map<Integer, Long> targets) {
    return targets.entrySet().stream()
        .anyMatch(target -> positions.getOrDefault(target.getKey(), 0L) < target.getValue());
  }

  private static boolean pause() {
    try {
      Thread.sleep(STEP);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
