package io.millrace.features.erasure;

import io.millrace.runtime.tracing.TraceParent;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The header {@link Topics#COPY_HEADER} of a record that was copied so that what stood before it
 * could be deleted: 16 bytes, two big-endian longs.
 *
 * @param seen tombstones of {@code users.v1} below this offset were known when it was copied
 * @param origin its offset before, on the same partition
 */
public record CopyMark(long seen, long origin) {
  /** Whether headers are those of a copy: who counts records has counted this one before. */
  public static boolean isOn(Headers headers) {
    return headers.lastHeader(Topics.COPY_HEADER) != null;
  }

  /** The mark of a record, null for one that was never copied. */
  static @Nullable CopyMark of(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Topics.COPY_HEADER);
    if (header == null || header.value() == null || header.value().length != 2 * Long.BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    return new CopyMark(bytes.getLong(), bytes.getLong());
  }

  /**
   * The headers of a copy: those of the record, this mark in place of an earlier one, and no trace,
   * which has ended.
   */
  Headers on(Headers headers) {
    Headers marked = new RecordHeaders(headers.toArray());
    marked.remove(Topics.COPY_HEADER).remove(TraceParent.HEADER);
    byte[] value = ByteBuffer.allocate(2 * Long.BYTES).putLong(seen).putLong(origin).array();
    return marked.add(new RecordHeader(Topics.COPY_HEADER, value));
  }
}
