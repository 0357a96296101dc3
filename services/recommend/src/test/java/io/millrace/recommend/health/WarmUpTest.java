package io.millrace.recommend.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.Patience;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void shouldAskOnlyOnceItCouldAnswerAndThenBeDone() {
    AtomicBoolean canAnswer = new AtomicBoolean();
    try (WarmUp warmUp = warmUp(LONG, canAnswer, Set.of("1", "2", "3"))) {
      warmUp.start();
      assertThat(asked).hasValue(0);
      assertThat(warmUp.done()).isFalse();

      canAnswer.set(true);
      Patience.until(warmUp::done, "warm");

      assertThat(asked).hasValue(1000);
    }
  }

  @Test
  void shouldBeDoneWhereThereIsNobodyToAskFor() {
    try (WarmUp warmUp = warmUp(LONG, new AtomicBoolean(true), Set.of())) {
      warmUp.start();
      Patience.until(warmUp::done, "warm");

      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void shouldAskNothingWhereItHasNoTime() {
    try (WarmUp warmUp = warmUp(Duration.ZERO, new AtomicBoolean(true), Set.of("1"))) {
      warmUp.start();

      assertThat(warmUp.done()).isTrue();
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void shouldBeDoneWhenAQueryFails() {
    try (WarmUp warmUp =
        new WarmUp(
            LONG,
            () -> true,
            () -> Set.of("1"),
            user -> {
              throw new IllegalStateException("no answer");
            })) {
      warmUp.start();

      Patience.until(warmUp::done, "warm");
    }
  }

  private WarmUp warmUp(Duration longest, AtomicBoolean canAnswer, Set<String> users) {
    return new WarmUp(longest, canAnswer::get, () -> users, user -> asked.incrementAndGet());
  }
}
