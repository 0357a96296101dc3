package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WorkPoolTest {
  private final AtomicLong nanos = new AtomicLong();
  private final WorkPool pool = new WorkPool("test", 1, 4, Duration.ofMillis(20), nanos::get);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void close() {
    pool.close();
  }

  /** Work that holds the only thread until it is let go. */
  private Future<String> held() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Future<String> held =
        pool.submit(
            () -> {
              begun.countDown();
              go.await();
              return "held";
            });
    begun.await();
    return held;
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static boolean isRefused(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().join();
      return false;
    } catch (java.util.concurrent.CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              RequestFault.class,
              fault -> assertThat(fault.code()).isEqualTo(ErrorCode.OVERLOADED));
      return true;
    }
  }

  @Test
  void shouldDoABurstHoweverLongItWaits() throws InterruptedException {
    Future<String> held = held();
    List<Future<Integer>> burst = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      burst.add(pool.submit(() -> number));
    }
    pass(900); // the queue was empty less than a second ago
    go.countDown();
    assertThat(isRefused(held)).isFalse();
    assertThat(burst).noneMatch(WorkPoolTest::isRefused);
    assertThat(pool.refused()).isZero();
  }

  @Test
  void shouldRefuseWhatHasWaitedTooLongWhenTheQueueStands() throws InterruptedException {
    held();
    Future<String> old = pool.submit(() -> "old");
    pass(1500); // the queue has stood for longer than a second
    Future<String> young = pool.submit(() -> "young");
    pass(10);
    go.countDown();
    assertThat(isRefused(old)).isTrue(); // waited 1510 ms
    assertThat(isRefused(young)).isFalse(); // waited 10 ms
    assertThat(pool.refused()).isEqualTo(1);
  }

  @Test
  void shouldDoTheLastOfAQueueUnlessItHasWaitedForASecond() throws InterruptedException {
    held();
    Future<String> last = pool.submit(() -> "last");
    pass(900);
    go.countDown();
    assertThat(isRefused(last)).isFalse();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    pool.submit(
        () -> {
          begun.countDown();
          end.await();
          return "held again";
        });
    begun.await();
    Future<String> late = pool.submit(() -> "late");
    pass(1001);
    end.countDown();
    assertThat(isRefused(late)).isTrue();
  }

  @Test
  void shouldRefuseAtOnceWhenTheQueueIsFull() throws InterruptedException {
    held();
    List<Future<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(pool.submit(() -> "waiting"));
    }
    assertThat(isRefused(pool.submit(() -> "too many"))).isTrue();
    go.countDown();
    assertThat(waiting).noneMatch(WorkPoolTest::isRefused);
  }
}
