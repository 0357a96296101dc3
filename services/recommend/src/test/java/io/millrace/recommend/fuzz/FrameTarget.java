package io.millrace.recommend.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes instead of frames, on a WebSocket of their own each. Whatever they are, the service ends
 * the connection when the client has sent all, and opens the next.
 */
public final class FrameTarget implements FuzzTarget {
  private static final byte[] FRAGMENTS = {
    0x01, (byte) 0x81, 0, 0, 0, 0, '{', (byte) 0x80, (byte) 0x81, 0, 0, 0, 0, '}'
  };

  private final RenewedService service = new RenewedService();

  @Override
  public List<byte[]> seeds() {
    return List.of(
        frame(SocketFrame.TEXT, "{\"subscribe\":{\"userId\":9}}"),
        frame(SocketFrame.TEXT, "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5}}"),
        frame(SocketFrame.TEXT, "{\"x\":\"" + "y".repeat(200) + "\"}"),
        frame(SocketFrame.PING, "hello"),
        frame(SocketFrame.CLOSE, "\u0003\u0000bye"),
        frame(2, "bytes"),
        FRAGMENTS);
  }

  private static byte[] frame(int opcode, String payload) {
    return new SocketFrame(opcode, payload.getBytes(StandardCharsets.UTF_8)).bytes();
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    service.next();
    try (SocketWire socket = new SocketWire(service.port())) {
      socket.send(input);
      socket.sendNoMore();
      return readToTheEnd(socket);
    }
  }

  /** Whether the service ended it without a complaint. */
  private static boolean readToTheEnd(SocketWire socket) throws IOException {
    try {
      while (socket.next().opcode() != SocketFrame.CLOSE) {
        // what is in it was looked at
      }
      return false;
    } catch (EOFException | SocketException ended) {
      return true;
    }
  }

  @Override
  public void renew() {
    service.renew();
  }

  @Override
  public void close() {
    service.close();
  }
}
