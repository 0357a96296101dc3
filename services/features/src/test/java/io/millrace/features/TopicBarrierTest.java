package io.millrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TopicBarrierTest {
  @Test
  void shouldWaitUntilTheTableHasReachedTheEnd() throws Exception {
    TopicBarrier barrier = new TopicBarrier(() -> Map.of(0, 3L, 1, 1L), Duration.ofMinutes(5));
    barrier.reached(0, 1);
    barrier.reached(1, 0);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(barrier::awaitCurrent);
    assertThat(waiting).isNotDone();

    barrier.reached(0, 2);
    waiting.get(1, TimeUnit.MINUTES);
  }

  @Test
  void shouldGiveUpAndNotAskAgainAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    TopicBarrier barrier =
        new TopicBarrier(
            () -> {
              asked.incrementAndGet();
              return Map.of(0, 3L);
            },
            Duration.ofMillis(20));
    barrier.awaitCurrent();
    barrier.awaitCurrent();

    assertThat(asked).hasValueLessThanOrEqualTo(2);
  }
}
