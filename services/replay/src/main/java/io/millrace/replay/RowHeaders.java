package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The two headers of a replayed rating: {@code millrace-dataset}, the data set's name, and {@code
 * millrace-row}, the row's number in decimal. They say how far a replay has come. Thread-safe.
 */
public final class RowHeaders {
  /** Key of the header with the data set's name. */
  public static final String DATASET = "millrace-dataset";

  /** Key of the header with the row's number. */
  public static final String ROW = "millrace-row";

  /** What {@link #row} gives for a record that is none of this data set. */
  public static final long NONE = -1;

  private final byte[] name;
  private final Header dataset;

  public RowHeaders(String dataset) {
    this.name = dataset.getBytes(UTF_8);
    this.dataset = new RecordHeader(DATASET, name);
  }

  /** The headers of a row. */
  public Header[] of(long row) {
    return new Header[] {dataset, new RecordHeader(ROW, Long.toString(row).getBytes(UTF_8))};
  }

  /** The row of a record of this data set, {@link #NONE} for any other record. */
  public long row(Headers headers) {
    Header from = headers.lastHeader(DATASET);
    Header row = headers.lastHeader(ROW);
    if (from == null || row == null || !Arrays.equals(from.value(), name)) {
      return NONE;
    }
    return decimal(row.value());
  }

  private static long decimal(byte[] digits) {
    try {
      return Math.max(NONE, Long.parseLong(new String(digits, UTF_8)));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
