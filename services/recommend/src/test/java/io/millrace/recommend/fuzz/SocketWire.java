package io.millrace.recommend.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An open WebSocket over which any bytes may go. One thread. */
final class SocketWire implements AutoCloseable {
  private static final String UPGRADE =
      """
      GET /v1/stream HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
      \r
      """;

  private final Wire wire;

  /** Opens one. */
  SocketWire(int port) throws IOException {
    wire = new Wire(port);
    wire.send(UPGRADE.getBytes(StandardCharsets.US_ASCII));
    WireAnswer answer = WireAnswer.read(wire.in(), "GET");
    if (answer.status() != 101) {
      throw new AssertionError("must be opened, was answered " + answer);
    }
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    wire.send(bytes);
  }

  /** Sends no more. */
  void sendNoMore() throws IOException {
    wire.sendNoMore();
  }

  /**
   * The next frame of the service; no text may tell of a fault of ours.
   *
   * @throws IOException if there is none
   */
  SocketFrame next() throws IOException {
    SocketFrame frame = SocketFrame.read(wire.in());
    if (frame.opcode() == SocketFrame.TEXT) {
      JsonNode message = Json.read(frame.payload());
      if (message.path("status").asInt() >= 500 || message.path("type").asText().isEmpty()) {
        throw new AssertionError("answered " + message);
      }
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
