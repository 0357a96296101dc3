package io.millrace.tests.rig;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what comes in its own time. Limits are generous: they tell "never" from "not yet". */
public final class Patience {
  private static final long STEP_MILLIS = 100;

  private Patience() {}

  /**
   * Asks until the answer pleases.
   *
   * @param what what is waited for, for the message
   * @param state told in the message when the wait is over in vain
   * @return the answer
   * @throws AssertionError if the limit passes
   */
  public static <T> T await(
      String what,
      Duration limit,
      Callable<T> question,
      Predicate<T> pleases,
      Supplier<String> state)
      throws Exception {
    Instant end = Instant.now().plus(limit);
    T answer = question.call();
    while (!pleases.test(answer)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "%s: not within %s, last answer %s%n%s".formatted(what, limit, answer, state.get()));
      }
      Thread.sleep(STEP_MILLIS);
      answer = question.call();
    }
    return answer;
  }

  /** {@link #await(String, Duration, Callable, Predicate, Supplier)} with nothing more to tell. */
  public static <T> T await(String what, Duration limit, Callable<T> question, Predicate<T> pleases)
      throws Exception {
    return await(what, limit, question, pleases, () -> "");
  }
}
