package io.millrace.trainer.fused;

/**
 * Replaces ids by the unknown's row 0 at random, so that the unknown's row learns to stand for any.
 * The draws are those of {@link java.util.SplittableRandom} (Steele, Lea and Flood 2014), without
 * making one in each step. Confined to one thread.
 */
final class IdDropout {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final double chance;
  private long state;

  /**
   * A source of draws.
   *
   * @param chance of each id to be replaced, 0 to below 1
   */
  IdDropout(double chance) {
    this.chance = chance;
  }

  /** Starts the draws of a step. */
  void seed(long seed) {
    state = seed;
  }

  /** Copies {@code count} rows, some of them as 0. */
  void drop(int[] rows, int count, int[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = chance > 0 && next() < chance ? 0 : rows[i];
    }
  }

  private double next() {
    state += GOLDEN;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }
}
