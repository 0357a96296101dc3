package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Topics;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The three headers of a replayed rating: {@code millrace-dataset}, the data set's name, {@code
 * millrace-fingerprint}, which tells its ratings from others of that name, and {@code
 * millrace-row}, the row's number in decimal. They say how far a replay has come. Thread-safe.
 */
public final class RowHeaders {
  /** Key of the header with the data set's name. */
  public static final String DATASET = "millrace-dataset";

  /** Key of the header with the fingerprint of the data set's ratings. */
  public static final String FINGERPRINT = "millrace-fingerprint";

  /** Key of the header with the row's number. */
  public static final String ROW = "millrace-row";

  /** What {@link #row} gives for a record that is none of this data set. */
  public static final long NONE = -1;

  private final String name;
  private final Header dataset;
  private final Header fingerprint;

  /**
   * Headers of a data set.
   *
   * @param dataset its name
   * @param fingerprint of its ratings
   */
  public RowHeaders(String dataset, String fingerprint) {
    this.name = dataset;
    this.dataset = new RecordHeader(DATASET, dataset.getBytes(UTF_8));
    this.fingerprint = new RecordHeader(FINGERPRINT, fingerprint.getBytes(UTF_8));
  }

  /** The data set's name. */
  public String name() {
    return name;
  }

  /** The headers of a row. */
  public Header[] of(long row) {
    return new Header[] {
      dataset, fingerprint, new RecordHeader(ROW, Long.toString(row).getBytes(UTF_8))
    };
  }

  /** The row of a record of this data set, {@link #NONE} for any other record. */
  public long row(Headers headers) {
    Header row = headers.lastHeader(ROW);
    return row != null && has(headers, dataset) && has(headers, fingerprint)
        ? decimal(row.value())
        : NONE;
  }

  /** Whether a record is a row of another data set of the same name. */
  boolean isNamesake(Headers headers) {
    return headers.lastHeader(ROW) != null && has(headers, dataset) && !has(headers, fingerprint);
  }

  /** Whether a record is an erasure's copy of an earlier one. */
  static boolean isCopy(Headers headers) {
    return headers.lastHeader(Topics.COPY_HEADER) != null;
  }

  private static boolean has(Headers headers, Header wanted) {
    Header found = headers.lastHeader(wanted.key());
    return found != null && Arrays.equals(found.value(), wanted.value());
  }

  private static long decimal(byte[] digits) {
    try {
      return Math.max(NONE, Long.parseLong(new String(digits, UTF_8)));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
