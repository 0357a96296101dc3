package io.millrace.trainer.evaluation;

/**
 * So many places of a row, evenly spaced; all of them where there are no more.
 *
 * @param count places, at least 0
 * @param most places in the sample at most, at least 1
 */
record EvenSample(int count, int most) {
  /**
   * Whether a place is in the sample.
   *
   * @param place from 0 to count - 1
   */
  boolean contains(int place) {
    return upTo(place) != upTo(place - 1);
  }

  private long upTo(int place) {
    return Math.floorDiv((long) place * Math.min(count, most), count);
  }
}
