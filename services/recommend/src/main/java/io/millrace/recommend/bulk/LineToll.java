package io.millrace.recommend.bulk;

import io.millrace.recommend.http.RequestFault;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an import costs its key beside the request itself, which pays for the first {@value #LINES}
 * lines, blank ones among them: one more use for each further {@value #LINES}, before they are
 * taken. A key that is used too often makes the import wait, and with it the sender; ended it is
 * only where the wait is long, so that a short burst beyond the rate costs time and nothing else.
 * One thread.
 */
final class LineToll {
  /** As many as an array of {@code POST /v1/events} may have, which is one use too. */
  static final int LINES = 1000;

  /** Well below the usual time after which a connection without traffic is closed. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final Supplier<@Nullable RequestFault> use;
  private final Pause pause;
  private final Supplier<Duration> left;

  /**
   * Pays by this.
   *
   * @param use counts one use, or tells why it is none
   * @param left time left to the import, beyond which it does not wait
   */
  LineToll(Supplier<@Nullable RequestFault> use, Pause pause, Supplier<Duration> left) {
    this.use = use;
    this.pause = pause;
    this.left = left;
  }

  /**
   * Pays for the line if those before have used up what was paid; waits for at most {@link
   * #PATIENCE}, and for no longer than the import has left.
   *
   * @param line from 1
   * @throws RequestFault if the key is none any more, or still used too often
   */
  void pass(long line) throws InterruptedException {
    if (line > 1 && line % LINES == 1) {
      pay(line);
    }
  }

  private void pay(long line) throws InterruptedException {
    Duration patience = PATIENCE;
    for (@Nullable RequestFault no = use.get(); no != null; no = use.get()) {
      Duration wait = no.pause();
      if (wait == null) {
        throw no;
      }
      if (wait.compareTo(patience) > 0 || wait.compareTo(left.get()) > 0) {
        throw new RequestFault(
            no.code(),
            "nothing was read from line %d on: %s".formatted(line, no.getMessage()),
            wait);
      }
      pause.of(wait);
      patience = patience.minus(wait);
    }
  }
}
