package io.millrace.features.decode;

import io.millrace.model.feature.EventFault;
import io.millrace.schemas.Reject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes down a record that is refused: why, where it came from, and as much of it as is sane. */
public final class Rejects {
  /** Most bytes of the value that are kept. */
  public static final int MOST_VALUE_BYTES = 64 * 1024;

  /** Most bytes of the key that are kept. */
  public static final int MOST_KEY_BYTES = 1024;

  private static final int MOST_REASON_CHARACTERS = 1024;

  private Rejects() {}

  /** The reject of a record. */
  public static Reject of(SourceRecord record, EventFault fault) {
    byte[] value = record.value();
    String reason = fault.reason();
    return new Reject(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        fault.code().name(),
        reason.length() > MOST_REASON_CHARACTERS
            ? reason.substring(0, MOST_REASON_CHARACTERS)
            : reason,
        SourceRecord.buffer(record.key(), MOST_KEY_BYTES),
        SourceRecord.buffer(value, MOST_VALUE_BYTES),
        value == null ? 0L : (long) value.length,
        value == null ? "" : sha256(value));
  }

  /** Key of a reject: where the record stood. */
  public static String key(Reject reject) {
    return reject.getTopic() + "-" + reject.getPartition() + "-" + reject.getOffset();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java platform has it", e);
    }
  }
}
