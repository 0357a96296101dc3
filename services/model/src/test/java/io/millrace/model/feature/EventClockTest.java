package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class EventClockTest {
  private static final class Wall implements InstantSource {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    private void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private final Wall wall = new Wall();
  private final EventClock clock = new EventClock(wall);

  @Test
  void shouldBeTheWallClockBeforeTheFirstEvent() {
    assertThat(clock.now()).isEqualTo(wall.millis());
  }

  @Test
  void shouldGoOnFromTheEndOfAReplay() {
    long end = Instant.parse("2003-02-28T17:49:50Z").toEpochMilli();
    clock.observe(end - 1000);
    clock.observe(end);
    clock.observe(end - 5000);
    wall.pass(Duration.ofMinutes(1));

    assertThat(clock.now()).isEqualTo(end + 60_000);
  }

  @Test
  void shouldNeverPassTheWallClock() {
    clock.observe(wall.millis() + Duration.ofHours(20).toMillis());

    assertThat(clock.now()).isEqualTo(wall.millis());
  }

  @Test
  void shouldNotGoBackWhenAnEventIsOlderThanItsOwnTime() {
    clock.observe(1000);
    wall.pass(Duration.ofSeconds(10));
    clock.observe(5000);

    assertThat(clock.now()).isEqualTo(11_000);
  }
}
