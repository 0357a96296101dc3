package io.millrace.recommend.fuzz;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A WebSocket frame (RFC 6455, section 5.2). Immutable, as long as nobody changes the payload. */
final class SocketFrame {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int LONGEST_HEADER = 14;

  private final int opcode;
  private final byte[] payload;

  SocketFrame(int opcode, byte[] payload) {
    this.opcode = opcode;
    this.payload = payload;
  }

  /** What it is: {@link #TEXT} and so on. */
  int opcode() {
    return opcode;
  }

  byte[] payload() {
    return payload;
  }

  /** Reads one as a server sends it: whole, without a mask. */
  static SocketFrame read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == TWO_BYTES) {
      length = in.readUnsignedShort();
    } else if (length == EIGHT_BYTES) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new SocketFrame(opcode, payload);
  }

  /** As a client sends it: with a mask, here of zeros. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(LONGEST_HEADER + payload.length);
    out.put((byte) (FINAL | opcode));
    if (payload.length < TWO_BYTES) {
      out.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      out.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
    } else {
      out.put((byte) (MASKED | EIGHT_BYTES)).putLong(payload.length);
    }
    out.putInt(0).put(payload).flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }
}
