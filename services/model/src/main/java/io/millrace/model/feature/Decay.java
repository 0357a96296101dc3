package io.millrace.model.feature;

import java.time.Duration;

/**
 * Forward exponential decay: what happened at one moment is worth half as much a half-life later
 * (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009).
 *
 * <p>A gap that something kept waits through counts as at most {@link #LONGEST_GAP} half-lives:
 * what was is then worth a millionth, less than anything new, but it is not wiped out and keeps its
 * order. So the first live rating after a replay that ended decades ago leaves tastes and
 * transitions standing.
 *
 * <p>Computed with {@link StrictMath}: the same on every machine. Immutable.
 */
public final class Decay {
  /** Most half-lives that a gap counts for. */
  public static final double LONGEST_GAP = 20;

  private static final double LN_2 = StrictMath.log(2);

  private final double halfLifeMillis;

  /** Decay with a half-life of at least 1 ms. */
  public Decay(Duration halfLife) {
    if (halfLife.toMillis() < 1) {
      throw new IllegalArgumentException("halfLife: must be at least 1 ms, was " + halfLife);
    }
    this.halfLifeMillis = halfLife.toMillis();
  }

  /** What a value held at {@code from} is multiplied by at {@code to}; 1 if that is not later. */
  public double across(long from, long to) {
    return to <= from ? 1 : power(Math.min(LONGEST_GAP, (to - from) / halfLifeMillis));
  }

  /** What an event of {@code eventTime} is worth at {@code asOf}; 1 if it is not older. */
  public double worth(long eventTime, long asOf) {
    return eventTime >= asOf ? 1 : power((asOf - eventTime) / halfLifeMillis);
  }

  /** Half-lives between two moments, negative if {@code to} is the earlier. */
  public double halfLives(long from, long to) {
    return (to - from) / halfLifeMillis;
  }

  /** The half-life in milliseconds. */
  public double halfLifeMillis() {
    return halfLifeMillis;
  }

  /** 2 to the minus {@code halfLives}. */
  static double power(double halfLives) {
    return StrictMath.exp(-LN_2 * halfLives);
  }
}
