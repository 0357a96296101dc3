package io.millrace.recommend;

import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Patience {
  private static final long SECONDS = 20;

  private Patience() {}

  /** Until it holds; fails after a time that is never reached but by a fault. */
  public static void until(BooleanSupplier holds, String what) {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + SECONDS + " s: " + what);
      }
      Thread.onSpinWait();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
