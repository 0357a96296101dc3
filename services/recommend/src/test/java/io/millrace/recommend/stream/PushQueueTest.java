package io.millrace.recommend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.http.WorkPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PushQueueTest {
  private static final String LIST = "{}";
  private static final int WAITING = 20_000;

  private final WorkPool workers =
      new WorkPool("pushes", 2, new WorkPool.Limits(8, 8, Duration.ofMillis(20)));
  private final PushQueue queue = new PushQueue(workers);
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(WAITING);

  @AfterEach
  void close() {
    workers.close();
  }

  /** Lists that hold both workers, and many that wait behind them. */
  private void fill() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      queue.submit(
          () -> {
            begun.countDown();
            go.await();
            return LIST;
          });
    }
    begun.await();
    for (int i = 0; i < WAITING; i++) {
      queue.submit(() -> LIST).onComplete(made -> answered.countDown());
    }
  }

  @Test
  void shouldMakeEveryListInItsTurn() throws InterruptedException {
    fill();
    assertThat(answered.getCount()).isEqualTo(WAITING);

    go.countDown();

    assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Each refusal begins the next list: a call within a call for each would overflow the stack. */
  @Test
  void shouldAnswerEveryListThoughTheWorkersRefuseThemAll() throws InterruptedException {
    fill();

    workers.close();
    go.countDown();

    assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(workers.refused()).isEqualTo(WAITING);
  }
}
