package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BlockedLoopsTest {
  @Test
  void shouldCountALoopThatIsHeldUp() throws InterruptedException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setBlockedThreadCheckInterval(5)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(10)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    CountDownLatch counted = new CountDownLatch(1);
    try {
      BlockedLoops loops = new BlockedLoops();
      loops.watch(vertx);
      vertx.runOnContext(v -> holdUntil(counted));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (loops.seen() == 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertThat(loops.seen()).isPositive();
    } finally {
      counted.countDown();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void holdUntil(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
