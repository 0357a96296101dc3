package io.millrace.trainer.dataset;

/**
 * Rows in the order of event time, source partition, source offset. Ratings mostly arrive in this
 * order already, so runs are found and merged (natural merge sort; Knuth, The Art of Computer
 * Programming 5.2.4): one pass where nothing is out of place. Off the heap.
 */
final class TotalOrder {
  private final LongColumn time;
  private final IntColumn partition;
  private final LongColumn offset;

  TotalOrder(LongColumn time, IntColumn partition, LongColumn offset) {
    this.time = time;
    this.partition = partition;
    this.offset = offset;
  }

  /** Sorts the first n entries, which are row numbers; returns the column that holds the result. */
  IntColumn sort(IntColumn rows, int n) {
    IntColumn from = rows;
    IntColumn to = new IntColumn(n);
    while (firstRunEnd(from, 0, n) < n) {
      mergePairs(from, to, n);
      IntColumn swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void mergePairs(IntColumn from, IntColumn to, int n) {
    int start = 0;
    while (start < n) {
      int middle = firstRunEnd(from, start, n);
      int end = firstRunEnd(from, middle, n);
      merge(from, to, start, middle, end);
      start = end;
    }
  }

  private int firstRunEnd(IntColumn rows, int start, int n) {
    int end = Math.min(n, start + 1);
    while (end < n && !isBefore(rows.get(end), rows.get(end - 1))) {
      end++;
    }
    return end;
  }

  private void merge(IntColumn from, IntColumn to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int out = start; out < end; out++) {
      boolean takeRight =
          left == middle || (right < end && isBefore(from.get(right), from.get(left)));
      to.set(out, from.get(takeRight ? right++ : left++));
    }
  }

  private boolean isBefore(int a, int b) {
    if (time.get(a) != time.get(b)) {
      return time.get(a) < time.get(b);
    }
    return partition.get(a) != partition.get(b)
        ? partition.get(a) < partition.get(b)
        : offset.get(a) < offset.get(b);
  }
}
