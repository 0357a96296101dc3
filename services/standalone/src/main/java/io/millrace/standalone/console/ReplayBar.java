package io.millrace.standalone.console;

import io.millrace.replay.ReplayProgress;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A replay as a bar: events a second, and what else the caller wants shown. */
public final class ReplayBar implements ReplayProgress, AutoCloseable {
  private final Console console;
  private final Supplier<String> note;
  private @Nullable Bar bar;

  /**
   * A bar that appears with the first rating.
   *
   * @param note shown beside the rate, such as the lag; empty for nothing
   */
  public ReplayBar(Console console, Supplier<String> note) {
    this.console = console;
    this.note = note;
  }

  @Override
  public void catalogueSent(long items, long users) {
    console.say("catalogue sent: %d items, %d users", items, users);
  }

  @Override
  public void resumed(long alreadyThere, long total) {
    console.say("resuming: %d of %d ratings are on the topic already", alreadyThere, total);
  }

  @Override
  public synchronized void sent(Status now) {
    if (bar == null) {
      bar = console.bar("replay", now.total());
    }
    String also = note.get();
    boolean all = now.sent() >= now.total();
    String rate =
        all ? "all sent" : String.format(Locale.ROOT, "%.0f events/s", now.eventsPerSecond());
    bar.to(now.sent(), rate + (also.isEmpty() ? "" : ", " + also));
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
