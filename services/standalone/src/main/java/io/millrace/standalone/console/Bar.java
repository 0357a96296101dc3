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

  /** A line every few seconds, and the last. */
  static Bar lines(String task, long total, Scale scale, PrintStream to) {
    return new LineBar(task, total, scale, to, System.nanoTime());
  }

  /** {@link #lines}. */
  final class LineBar implements Bar {
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final String task;
    private final long total;
    private final Scale scale;
    private final PrintStream to;
    private final long started;
    private long said;
    private String unsaid = "";

    private LineBar(String task, long total, Scale scale, PrintStream to, long now) {
      this.task = task;
      this.total = Math.max(1, total);
      this.scale = scale;
      this.to = to;
      this.started = now;
      this.said = now;
    }

    @Override
    public synchronized void to(long done, String note) {
      long now = System.nanoTime();
      unsaid = line(done, note, now);
      if (now - said >= EVERY_NANOS) {
        said = now;
        flush();
      }
    }

    private String line(long done, String note, long now) {
      double seconds = (now - started) / 1e9;
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

    private void flush() {
      if (!unsaid.isEmpty()) {
        to.println(unsaid);
        to.flush();
        unsaid = "";
      }
    }

    @Override
    public synchronized void close() {
      flush();
    }
  }
}
