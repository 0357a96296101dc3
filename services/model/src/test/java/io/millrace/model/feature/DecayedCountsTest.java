package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.DecayedCount;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecayedCountsTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private final DecayedCounts daily = DecayedCounts.DAILY;

  @Test
  void shouldHalveAfterEachHalfLife() {
    DecayedCount count = daily.add(daily.add(DecayedCounts.NONE, 10 * DAY), 11 * DAY);

    assertThat(count.getValue()).isCloseTo(1.5, within(1e-12));
    assertThat(count.getAsOf()).isEqualTo(11 * DAY);
    assertThat(daily.at(count, 13 * DAY)).isCloseTo(0.375, within(1e-12));
  }

  @Test
  void shouldCountALateEventAtItsOwnAge() {
    DecayedCount inOrder = daily.add(daily.add(DecayedCounts.NONE, 8 * DAY), 10 * DAY);
    DecayedCount late = daily.add(daily.add(DecayedCounts.NONE, 10 * DAY), 8 * DAY);

    assertThat(late.getValue()).isCloseTo(1.25, within(1e-12));
    assertThat(late.getValue()).isCloseTo(inOrder.getValue(), within(1e-12));
    assertThat(late.getAsOf()).isEqualTo(10 * DAY);
  }

  @Test
  void shouldTakeBackWhatAnEventIsWorthByNow() {
    DecayedCount two = daily.add(daily.add(DecayedCounts.NONE, 8 * DAY), 10 * DAY);

    assertThat(daily.remove(two, 8 * DAY).getValue()).isCloseTo(1, within(1e-12));
    assertThat(daily.remove(daily.remove(two, 8 * DAY), 10 * DAY).getValue())
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldClampAGapOfDecades() {
    DecayedCount old = daily.add(DecayedCounts.NONE, 0);

    assertThat(daily.at(old, 30 * 365 * DAY)).isCloseTo(1.0 / 1_048_576, within(1e-18));
  }

  @Test
  void shouldOrderCountsAsTheirValuesAtOneMomentDo() {
    DecayedCount fewButNew = new DecayedCount(3.0, 10 * DAY);
    DecayedCount manyButOld = new DecayedCount(16.0, 7 * DAY);

    // 16 halved three times is 2.
    assertThat(daily.order(fewButNew)).isGreaterThan(daily.order(manyButOld));
    assertThat(daily.order(DecayedCounts.NONE)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
