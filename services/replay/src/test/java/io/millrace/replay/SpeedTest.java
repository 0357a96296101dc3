package io.millrace.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeedTest {
  private long nanos = 5_000_000_000L;

  @Test
  void shouldReadItsThreeForms() {
    assertThat(Speed.parse("max")).isEqualTo(new Speed.Max());
    assertThat(Speed.parse("500/s")).isEqualTo(new Speed.PerSecond(500));
    assertThat(Speed.parse("0.5/s")).isEqualTo(new Speed.PerSecond(0.5));
    assertThat(Speed.parse("1000x")).isEqualTo(new Speed.TimesReal(1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0/s", "0x", "-1/s", "10", "1e3/s", "NaN/s", "x"})
  void shouldRefuseAnyOther(String text) {
    assertThatThrownBy(() -> Speed.parse(text))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("speed: must be max, N/s or Nx with N above 0, was \"" + text + "\"");
  }

  @Test
  void shouldSpaceEventsEvenly() {
    Pacer pacer = new Pacer(new Speed.PerSecond(10), () -> nanos);

    assertThat(pacer.before(0, 0)).isZero();
    assertThat(pacer.before(1, 0)).isEqualTo(Duration.ofMillis(100));
    nanos += 250_000_000;
    assertThat(pacer.before(2, 0)).isZero();
    assertThat(pacer.before(3, 0)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void shouldFollowEventTimeSpedUp() {
    Pacer pacer = new Pacer(new Speed.TimesReal(60), () -> nanos);

    assertThat(pacer.before(0, 1_000_000)).isZero();
    assertThat(pacer.before(1, 1_060_000)).isEqualTo(Duration.ofSeconds(1));
    nanos += 400_000_000;
    assertThat(pacer.before(1, 1_060_000)).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void shouldNeverWaitAtFullSpeed() {
    Pacer pacer = new Pacer(new Speed.Max(), () -> nanos);

    assertThat(pacer.before(1_000_000, Long.MAX_VALUE)).isZero();
  }
}
