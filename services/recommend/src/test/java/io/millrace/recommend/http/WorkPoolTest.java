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
  private final WorkPool pool =
      new WorkPool("test", 1, new WorkPool.Limits(8, 4, Duration.ofMillis(20)), nanos::get);
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
    for (int i = 0; i < 8; i++) {
      waiting.add(pool.submit(() -> "waiting"));
    }
    assertThat(isRefused(pool.submit(() -> "too many"))).isTrue();
    go.countDown();
    assertThat(waiting).noneMatch(WorkPoolTest::isRefused);
  }

  /** Work that takes its time, so that the pool knows how long work takes. */
  private void doWorkOf(long millis) {
    for (int i = 0; i < 200; i++) {
      pool.submit(
              () -> {
                pass(millis);
                return "done";
              })
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  @Test
  void shouldTakeABurstWhateverWorkTakesAndMoreOnlyIfItBeginsSoon() throws InterruptedException {
    doWorkOf(100);
    held();
    List<Future<String>> burst = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      burst.add(pool.submit(() -> "burst"));
    }
    assertThat(isRefused(pool.submit(() -> "would begin in 400 ms"))).isTrue();
    go.countDown();
    assertThat(burst).noneMatch(WorkPoolTest::isRefused);
  }

  @Test
  void shouldTakeMoreThanABurstWhereWorkIsShort() throws InterruptedException {
    doWorkOf(1);
    held();
    List<Future<String>> many = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      many.add(pool.submit(() -> "one of many"));
    }
    go.countDown();
    assertThat(many).noneMatch(WorkPoolTest::isRefused);
  }

  @Test
  void shouldLetNothingWaitForLongUntilNothingHasBeenRefusedForASecond()
      throws InterruptedException {
    CountDownLatch first = go;
    held();
    Future<String> old = pool.submit(() -> "old");
    pass(1500);
    first.countDown();
    assertThat(isRefused(old)).isTrue(); // the queue stood, and is empty again

    CountDownLatch second = new CountDownLatch(1);
    hold(second);
    pass(500);
    Future<String> soonAfter = pool.submit(() -> "soon after");
    pass(100);
    second.countDown();
    assertThat(isRefused(soonAfter)).as("100 ms, 600 ms after a refusal").isTrue();

    pass(1500);
    CountDownLatch third = new CountDownLatch(1);
    hold(third);
    Future<String> later = pool.submit(() -> "later");
    pass(100);
    third.countDown();
    assertThat(isRefused(later)).as("100 ms, 1.6 s after a refusal").isFalse();
  }

  private void hold(CountDownLatch until) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    pool.submit(
        () -> {
          begun.countDown();
          until.await();
          return "held";
        });
    begun.await();
  }
}
