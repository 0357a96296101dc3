package io.millrace.tests.benchmark.encoder;

/**
 * What a step learns from: at every place of the windows, the item that was rated next. Not copied.
 *
 * @param windows events up to each place
 * @param at [size] places, counted over all windows as they are padded
 * @param target [size] item rated next
 * @param ratedStart [size + 1] where each example's part of {@code rated} begins
 * @param rated items that the user had rated before: never contrasted
 */
@SuppressWarnings("ArrayRecordComponent")
public record Examples(
    PaddedWindows windows, int[] at, int[] target, int[] ratedStart, int[] rated) {
  /** Examples. */
  public int size() {
    return at.length;
  }
}
