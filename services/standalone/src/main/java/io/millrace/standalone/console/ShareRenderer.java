package io.millrace.standalone.console;

import java.text.DecimalFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** A bar without how many of how many: where only the percentage means something. */
final class ShareRenderer extends DefaultProgressBarRenderer {
  ShareRenderer() {
    super(
        ProgressBarStyle.ASCII,
        "",
        1,
        false,
        new DecimalFormat(),
        ChronoUnit.SECONDS,
        true,
        ShareRenderer::left);
  }

  @Override
  protected String ratio(ProgressState state) {
    return "";
  }

  /** At the rate so far. */
  private static Optional<Duration> left(ProgressState state) {
    long done = state.getCurrent() - state.getStart();
    return done <= 0
        ? Optional.empty()
        : Optional.of(
            state
                .getElapsedAfterStart()
                .dividedBy(done)
                .multipliedBy(Math.max(0, state.getMax() - state.getCurrent())));
  }
}
