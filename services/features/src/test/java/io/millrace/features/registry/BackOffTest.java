package io.millrace.features.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final BackOff backOff = new BackOff(Duration.ofMillis(300), nanos::get);

  @Test
  void shouldDoubleItsPausesUpToTheLongest() {
    assertThat(backOff.holds()).isFalse();
    for (int millis : new int[] {100, 200, 300, 300}) {
      backOff.failed();
      nanos.addAndGet(Duration.ofMillis(millis).toNanos() - 1);
      assertThat(backOff.holds()).as("just before %d ms", millis).isTrue();
      nanos.addAndGet(1);
      assertThat(backOff.holds()).as("after %d ms", millis).isFalse();
    }
    assertThat(backOff.failing()).isTrue();
  }

  @Test
  void shouldBeginAnewAfterAnAnswer() {
    backOff.failed();
    backOff.failed();
    backOff.answered();
    assertThat(backOff.failing()).isFalse();
    assertThat(backOff.holds()).isFalse();
    backOff.failed();
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(backOff.holds()).isFalse();
  }
}
