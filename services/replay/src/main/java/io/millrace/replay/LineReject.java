package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.MalformedLine;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topic;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A line of the catalogue that could not be parsed, as a reject of the topic it was for. It never
 * was a record there, because a compacted topic takes none without a key: its partition is -1, its
 * offset the number of the line.
 */
final class LineReject {
  private static final int NOWHERE = -1;
  private static final int MOST_VALUE_BYTES = 1 << 16;
  private static final int MOST_REASON_CHARACTERS = 1024;

  private LineReject() {}

  static Reject of(Topic<?> topic, MalformedLine line) {
    byte[] raw = line.raw().getBytes(UTF_8);
    String reason = line.message();
    return new Reject(
        topic.name(),
        NOWHERE,
        line.line(),
        0L,
        "MALFORMED_LINE",
        reason.substring(0, Math.min(MOST_REASON_CHARACTERS, reason.length())),
        null,
        ByteBuffer.wrap(Arrays.copyOf(raw, Math.min(raw.length, MOST_VALUE_BYTES))),
        (long) raw.length,
        sha256(raw));
  }

  /** Key of a reject: where it stood. */
  static String key(Reject reject) {
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
