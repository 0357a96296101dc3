package io.millrace.features.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErasureScheduleTest {
  @Test
  void shouldBeginWithinAnHourWhenTheIntervalIsLonger() {
    assertThat(ErasureSchedule.firstDelay(Duration.ofHours(24))).hasHours(1);
    assertThat(ErasureSchedule.firstDelay(Duration.ofDays(7))).hasHours(1);
  }

  @Test
  void shouldBeginAfterTheIntervalWhenThatIsShorter() {
    assertThat(ErasureSchedule.firstDelay(Duration.ofSeconds(20))).hasSeconds(20);
  }
}
