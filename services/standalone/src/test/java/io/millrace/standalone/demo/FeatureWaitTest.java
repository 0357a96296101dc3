package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.features.FeatureProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FeatureWaitTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private long now = 7;
  private final FeatureWait wait = new FeatureWait(100, PATIENCE, () -> now);

  private static FeatureProgress progress(long accepted, long rejected, long lag) {
    return new FeatureProgress(accepted, 0, 0, 0, rejected, lag, 1);
  }

  @Test
  void shouldBeDoneWhenEveryEventIsProcessedAndNothingIsBehind() {
    assertThat(wait.done(progress(99, 0, 0), "RUNNING")).isFalse();
    assertThat(wait.done(progress(99, 1, 5), "RUNNING")).isFalse();
    assertThat(wait.done(progress(99, 1, -1), "RUNNING")).isFalse();
    assertThat(wait.done(progress(99, 1, 0), "RUNNING")).isTrue();
  }

  @Test
  void shouldEndWhenTheStreamHas() {
    assertThatThrownBy(() -> wait.done(progress(40, 0, 60), "ERROR"))
        .isInstanceOf(DemoFault.class)
        .hasMessage(
            "features: the stream is in state ERROR, with 40 of 100 events processed, 60"
                + " records behind");
  }

  @Test
  void shouldEndWhenNothingMovesForTooLong() {
    assertThat(wait.done(progress(40, 0, -1), "RUNNING")).isFalse();
    now += PATIENCE.toNanos();
    assertThat(wait.done(progress(40, 0, -1), "REBALANCING")).isFalse();
    now += 1;
    assertThatThrownBy(() -> wait.done(progress(40, 0, -1), "REBALANCING"))
        .isInstanceOf(DemoFault.class)
        .hasMessageContaining("features: no progress in 120 s, in state REBALANCING")
        .hasMessageContaining("40 of 100")
        .hasMessageContaining("? records behind");
  }

  @Test
  void shouldGoOnAsLongAsAnythingMoves() {
    for (int lag = 1000; lag > 0; lag--) {
      now += PATIENCE.toNanos();
      assertThat(wait.done(progress(100, 0, lag), "RUNNING")).isFalse();
    }
  }
}
