package io.millrace.standalone.console;

import io.millrace.replay.ReplayProgress;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A replay as a bar: events a second, and what else the caller wants shown. */
public final class ReplayBar implements ReplayProgress, AutoCloseable {
  private final Console console;
  private final Supplier<String> note;
  private @Nullable Bar reading;
  private @Nullable Bar bar;

  /**
   * Bars: one while the data set is read, one that appears with the first rating.
   *
   * @param note shown beside the rate, such as who is behind; empty for nothing
   */
  public ReplayBar(Console console, Supplier<String> note) {
    this.console = console;
    this.note = note;
  }

  @Override
  public synchronized void reading(String dataset) {
    reading = console.bar("reading " + dataset, 1, Bar.Scale.SHARE);
  }

  private void read() {
    if (reading != null) {
      reading.to(1, "");
      reading.close();
      reading = null;
    }
  }

  @Override
  public synchronized void catalogueSent(long items, long users) {
    read();
    console.say("catalogue sent: %d items, %d users", items, users);
  }

  @Override
  public synchronized void resumed(long alreadyThere, long total) {
    read();
    console.say("resuming: %d of %d ratings are on the topic already", alreadyThere, total);
  }

  @Override
  public synchronized void sent(Status now) {
    read();
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
    if (reading != null) {
      reading.close();
      reading = null;
    }
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
