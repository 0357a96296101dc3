package io.millrace.replay;

import java.util.BitSet;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;

/**
 * Counts the rows of a plan among the records of a partition. An erasure's copies of rows that are
 * there are none, and do not count again. One bit of memory for each row of the plan. One thread.
 */
final class RowCount implements Consumer<Headers> {
  private final RowHeaders headers;
  private final Plan plan;
  private final BitSet rows = new BitSet();
  private long again;

  RowCount(RowHeaders headers, Plan plan) {
    this.headers = headers;
    this.plan = plan;
  }

  @Override
  public void accept(Headers record) {
    long row = headers.row(record);
    if (row < plan.from() || row >= plan.end()) {
      return;
    }
    int at = (int) (row - plan.from());
    if (rows.get(at) && !RowHeaders.isCopy(record)) {
      again++;
    }
    rows.set(at);
  }

  /** All of them; a row that was sent twice counts twice. */
  long total() {
    return rows.cardinality() + again;
  }

  /** Different ones up to a row, inclusive. */
  long upTo(long row) {
    long end = Math.min(row + 1, plan.end()) - plan.from();
    return end <= 0 ? 0 : rows.get(0, (int) end).cardinality();
  }
}
