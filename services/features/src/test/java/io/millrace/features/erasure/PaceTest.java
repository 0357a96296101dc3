package io.millrace.features.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void shouldLetAThousandPassInASecond() {
    AtomicLong clock = new AtomicLong(5);
    Pace pace = new Pace(1000, clock::get);

    pace.await(); // the first at once

    assertThat(pace.ahead()).as("the second after 1 ms").isEqualTo(1_000_000);
    clock.addAndGet(1_000_000);
    assertThat(pace.ahead()).isZero();
  }

  @Test
  void shouldNotMakeUpForALongPause() {
    AtomicLong clock = new AtomicLong();
    Pace pace = new Pace(1000, clock::get);
    pace.await();
    clock.addAndGet(60_000_000_000L);

    pace.await();

    assertThat(pace.ahead()).isEqualTo(1_000_000);
  }
}
