package io.millrace.recommend.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DriftReferenceTest {
  private static final int WINDOW = 20;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Drift drift = new Drift(WINDOW, meters);
  private final AtomicReference<String> serving = new AtomicReference<>("g000001");

  private final CountDownLatch looking = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** The first telling has seen the generation before when the second begins. */
  @Test
  void shouldEndWithTheLaterOfTwoSwapsWhenTheEarlierTakesLong() throws InterruptedException {
    DriftReference reference = new DriftReference(drift, serving::get, this::mostPopular);
    Thread first = Thread.ofVirtual().start(reference::renew);
    assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
    serving.set("g000002");
    Thread second = Thread.ofVirtual().start(reference::renew);
    while (second.isAlive() && second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait(); // it has told, or waits for its turn
    }
    goOn.countDown();
    first.join();
    second.join();

    // It knows the one that serves: to tell of it again begins no other reference.
    answerAWindow();
    drift.serves("g000002", List.of("i"));
    answerAWindow();
    assertThat(meters.get("millrace.recommend.drift.psi").tag("of", "score").gauge().value())
        .isNotNaN();
  }

  /** The first who asks is made to wait. */
  private List<String> mostPopular() {
    if (looking.getCount() > 0) {
      looking.countDown();
      awaitQuietly(goOn);
    }
    return List.of("i");
  }

  private void answerAWindow() {
    for (int i = 0; i < WINDOW; i++) {
      drift.answered(i);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
