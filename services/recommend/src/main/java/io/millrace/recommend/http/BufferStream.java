package io.millrace.recommend.http;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;

/** A stream into a buffer that can be sent as it is. One thread. */
final class BufferStream extends OutputStream {
  /** Room for an answer of ten items with their reasons. */
  private static final int EXPECTED = 4096;

  private final Buffer buffer = Buffer.buffer(EXPECTED);

  /** What has been written; not to be written to afterwards. */
  Buffer written() {
    return buffer;
  }

  @Override
  public void write(int value) {
    buffer.appendByte((byte) value);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    buffer.appendBytes(bytes, from, length);
  }
}
