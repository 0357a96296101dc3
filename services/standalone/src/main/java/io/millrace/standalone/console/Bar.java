package io.millrace.standalone.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a task is. One writer at a time. */
public interface Bar extends AutoCloseable {
  /**
   * Moves it.
   *
   * @param done of the total
   * @param note what else is worth knowing now: a rate, a loss
   */
  void to(long done, String note);

  @Override
  void close();

  /** What the total of a bar is. */
  enum Scale {
    /** Things that are counted: how many of how many is said. */
    COUNT,
    /** Only a measure of how far it is: the percentage says all. */
    SHARE
  }

  /** Redrawn in place, with time left. */
  static Bar drawn(String task, long total, Scale scale, PrintStream to) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(Math.max(1, total))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setMaxRenderedLength(110)
            .setConsumer(new ConsoleProgressBarConsumer(to));
    if (scale == Scale.SHARE) {
      builder.setRenderer(new ShareRenderer());
    }
    ProgressBar bar = builder.build();
    return new Bar() {
      @Override
      public void to(long done, String note) {
        bar.stepTo(done);
        bar.setExtraMessage(note);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  /** A line every few seconds, also where nothing moves, and the last. */
  static Bar lines(String task, long total, Scale scale, PrintStream to) {
    return new LineBar(task, total, scale, to, LineBar.FIRST, LineBar.EVERY);
  }

  /** {@link #lines}. A thread of its own says them, so that a long silence is none. */
  final class LineBar implements Bar {
    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final String task;
    private final long total;
    private final Scale scale;
    private final PrintStream to;
    private final long started = System.nanoTime();
    private final Thread teller;
    private long done; // guarded by this, as are those below
    private String note = "";
    private boolean moved;
    private boolean closed;

    /**
     * A bar of lines.
     *
     * @param first when the first is said, unless it is closed before
     * @param every between one and the next
     */
    LineBar(String task, long total, Scale scale, PrintStream to, Duration first, Duration every) {
      this.task = task;
      this.total = Math.max(1, total);
      this.scale = scale;
      this.to = to;
      this.teller = Thread.ofVirtual().name("bar").start(() -> tell(first, every));
    }

    private void tell(Duration first, Duration every) {
      try {
        Thread.sleep(first);
        while (say()) {
          Thread.sleep(every);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed
      }
    }

    @Override
    public synchronized void to(long now, String also) {
      done = now;
      note = also;
      moved = true;
    }

    private synchronized boolean say() {
      if (!closed) {
        to.println(line());
        to.flush();
        moved = false;
      }
      return !closed;
    }

    private String line() {
      double seconds = (System.nanoTime() - started) / 1e9;
      double left = done <= 0 ? Double.NaN : seconds * (total - done) / done;
      String eta = Double.isNaN(left) || done >= total ? "" : ", %.0f s left".formatted(left);
      return String.format(
          Locale.ROOT,
          "%s: %d%%%s, %.0f s%s%s",
          task,
          100 * Math.min(done, total) / total,
          scale == Scale.COUNT ? " (%d of %d)".formatted(done, total) : "",
          seconds,
          eta,
          note.isEmpty() ? "" : ", " + note);
    }

    /** Says where it ended, unless that was said. */
    @Override
    public synchronized void close() {
      boolean _ = moved && say();
      closed = true;
      teller.interrupt();
    }
  }
}
