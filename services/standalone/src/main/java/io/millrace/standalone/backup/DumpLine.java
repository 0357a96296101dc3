package io.millrace.standalone.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stood on its topic.
 *
 * @param partition where it stood
 * @param offset where it stood
 * @param timestamp milliseconds since the epoch
 * @param key not to be changed
 * @param value not to be changed; null for a record without one
 * @param headers in order
 */
@SuppressWarnings("ArrayRecordComponent")
record DumpLine(
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Tag> headers) {
  DumpLine {
    headers = List.copyOf(headers);
  }

  /** A header. */
  record Tag(String name, byte @Nullable [] value) {}

  DumpLine withValue(byte[] other) {
    return new DumpLine(partition, offset, timestamp, key, other, headers);
  }
}
