package io.millrace.recommend.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IndexCheckTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void shouldCountWhatWasFoundOfWhatThereIs() throws Exception {
    CountDownLatch checked = new CountDownLatch(3);
    try (IndexCheck check = new IndexCheck(1, () -> 0.5, meters)) {
      check.offer(() -> counted(checked, new IndexRecall(9, 10)));
      check.offer(() -> counted(checked, null));
      check.offer(() -> counted(checked, new IndexRecall(10, 10)));
      assertThat(checked.await(1, TimeUnit.MINUTES)).isTrue();
      while (count("exact") < 20) { // the last is counted right after it was asked
        Thread.onSpinWait();
      }
    }
    assertThat(count("found")).isEqualTo(19);
  }

  private static @org.jspecify.annotations.Nullable IndexRecall counted(
      CountDownLatch checked, @org.jspecify.annotations.Nullable IndexRecall recall) {
    checked.countDown();
    return recall;
  }

  @Test
  void shouldLeaveOutWhatIsNotDrawn() {
    AtomicInteger asked = new AtomicInteger();
    try (IndexCheck check = new IndexCheck(0.5, () -> 0.5, meters)) {
      check.offer(
          () -> {
            asked.incrementAndGet();
            return null;
          });
    }
    assertThat(asked).hasValue(0);
    assertThat(count("exact")).isZero();
  }

  private double count(String what) {
    return meters.get("millrace.recommend.index.check." + what).counter().count();
  }
}
