package io.millrace.recommend.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A key's use comes back each so often; time goes on only where the toll waits. */
class LineTollTest {
  private final List<Duration> waits = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private Duration next = Duration.ZERO;
  private Duration each = Duration.ZERO;
  private Duration left = Duration.ofHours(1);
  private int uses;

  private @Nullable RequestFault use() {
    Duration left = next.minus(now);
    if (left.isPositive()) {
      return new RequestFault(ErrorCode.RATE_LIMITED, "used too often", left);
    }
    uses++;
    next = now.plus(each);
    return null;
  }

  private void wait(Duration time) {
    waits.add(time);
    now = now.plus(time);
  }

  private static void pass(LineToll toll, int from, int to) throws InterruptedException {
    for (int line = from; line <= to; line++) {
      toll.pass(line);
    }
  }

  @Test
  void shouldPayOnceForEachThousandLinesBeyondTheFirst() throws InterruptedException {
    LineToll toll = new LineToll(this::use, this::wait, () -> left);

    pass(toll, 1, 1000);
    assertThat(uses).as("the request has paid for these").isZero();
    toll.pass(1001);
    assertThat(uses).isEqualTo(1);
    pass(toll, 1002, 2000);
    assertThat(uses).isEqualTo(1);
    pass(toll, 2001, 10_000);
    assertThat(uses).isEqualTo(9);
    assertThat(waits).isEmpty();
  }

  @Test
  void shouldWaitUntilTheKeyMayBeUsedAgain() throws InterruptedException {
    each = Duration.ofSeconds(4);
    LineToll toll = new LineToll(this::use, this::wait, () -> left);

    pass(toll, 1, 3001);

    assertThat(waits).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4));
    assertThat(uses).isEqualTo(3);
  }

  @Test
  void shouldSayFromWhichLineOnNothingWasReadWhenTheWaitIsLong() throws InterruptedException {
    each = Duration.ofSeconds(11);
    LineToll toll = new LineToll(this::use, this::wait, () -> left);
    pass(toll, 1, 2000);

    assertThatExceptionOfType(RequestFault.class)
        .isThrownBy(() -> toll.pass(2001))
        .withMessage("nothing was read from line 2001 on: used too often")
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(ErrorCode.RATE_LIMITED))
        .satisfies(fault -> assertThat(fault.pause()).isEqualTo(Duration.ofSeconds(11)));
    assertThat(waits).isEmpty();
  }

  @Test
  void shouldNotWaitLongerThanTheImportHasTimeFor() throws InterruptedException {
    each = Duration.ofSeconds(4);
    left = Duration.ofSeconds(3);
    LineToll toll = new LineToll(this::use, this::wait, () -> left);
    pass(toll, 1, 2000);

    assertThatExceptionOfType(RequestFault.class).isThrownBy(() -> toll.pass(2001));
    assertThat(waits).isEmpty();
  }

  @Test
  void shouldEndWhenOthersUseTheKeyBeforeItAgainAndAgain() throws InterruptedException {
    Duration wait = Duration.ofSeconds(3);
    LineToll toll =
        new LineToll(
            () -> new RequestFault(ErrorCode.RATE_LIMITED, "used too often", wait),
            this::wait,
            () -> left);
    pass(toll, 1, 1000);

    assertThatExceptionOfType(RequestFault.class).isThrownBy(() -> toll.pass(1001));
    assertThat(waits).as("10 s have room for three").containsExactly(wait, wait, wait);
  }

  @Test
  void shouldEndAtOnceWhenTheKeyIsNoneAnyMore() throws InterruptedException {
    RequestFault revoked = new RequestFault(ErrorCode.KEY_UNKNOWN, "revoked");
    LineToll toll = new LineToll(() -> revoked, this::wait, () -> left);
    pass(toll, 1, 1000);

    assertThatExceptionOfType(RequestFault.class)
        .isThrownBy(() -> toll.pass(1001))
        .isSameAs(revoked);
    assertThat(waits).isEmpty();
  }
}
