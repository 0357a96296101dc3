package io.millrace.trainer.baseline;

import io.millrace.runtime.UserFault;

/**
 * What a method needs that is fitted by dense matrices over all pairs of items.
 *
 * @param method for the message
 * @param mostItems that it can be fitted to in a bearable time
 * @param bytesPerPair that it holds at once
 */
record PairMatrix(String method, int mostItems, int bytesPerPair) {
  /** Data, and what else is judged, need the rest. */
  private static final double SHARE_OF_HEAP = 0.5;

  /**
   * Refuses more items than time or heap allow.
   *
   * @param heapBytes there are at most
   * @throws UserFault if there are more
   */
  void requireFor(int items, long heapBytes) {
    int most = (int) Math.min(mostItems, Math.sqrt(SHARE_OF_HEAP * heapBytes / bytesPerPair));
    if (items > most) {
      throw new UserFault(
          "%s: needs a dense matrix over all items, of at most %,d%s, there are %,d; leave it out of --models%s"
              .formatted(
                  method,
                  most,
                  most < mostItems ? " with this heap" : "",
                  items,
                  items > mostItems ? "" : ", or give more heap (MILLRACE_JAVA_OPTS=-Xmx...)"));
    }
  }
}
