package io.millrace.recommend.http;

import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * Upper bounds of the histograms of times here: about three to each doubling or so where answers
 * lie, from half a millisecond to ten seconds.
 */
public final class LatencyBuckets {
  private LatencyBuckets() {}

  /** The bounds, ascending; an array of its own for every caller. */
  public static Duration[] bounds() {
    return DoubleStream.of(
            0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500,
            1000, 2000, 5000, 10_000)
        .mapToObj(millis -> Duration.ofNanos(Math.round(millis * 1e6)))
        .toArray(Duration[]::new);
  }
}
