package io.millrace.recommend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Frames as RFC 6455 has them on the wire, written by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamCloseTest {
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int LAST = 0x80;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MOST_FRAMES = 10;

  private static final String HANDSHAKE =
      """
      GET /v1/stream HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private RunningService service = RunningService.empty();

  @BeforeAll
  void start() {
    service.close();
    service = RunningService.withSomeRatings();
  }

  @AfterAll
  void stop() {
    service.close();
  }

  /** A closing frame as received. */
  private record Closed(int code, String reason) {}

  /** What comes of one frame after another. */
  private Closed send(byte[]... frames) throws IOException {
    URI uri = service.uri("ws", "/v1/stream");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      readHead(in);
      for (byte[] frame : frames) {
        out.write(frame);
      }
      out.flush();
      return readClose(in);
    }
  }

  private static void readHead(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101");
  }

  /** Passes over other frames, all of them short. */
  private static Closed readClose(DataInputStream in) throws IOException {
    for (int frames = 0; frames < MOST_FRAMES; frames++) {
      int opcode = in.readUnsignedByte() & 0xf;
      int length = in.readUnsignedByte();
      byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
      if (opcode == CLOSE) {
        int code = payload.length < 2 ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        String reason =
            new String(payload, 2, Math.max(0, payload.length - 2), StandardCharsets.UTF_8);
        return new Closed(code, reason);
      }
    }
    throw new IOException("no closing frame among " + MOST_FRAMES);
  }

  /** A frame with a mask of zeros, which leaves the payload as it is. */
  private static byte[] frame(int first, byte[] payload) {
    int at = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
    byte[] frame = new byte[at + 4 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | (at == 2 ? payload.length : at == 4 ? 126 : 127));
    for (int i = 2; i < at; i++) {
      frame[i] = (byte) (payload.length >>> Math.min(31, 8 * (at - 1 - i)));
    }
    System.arraycopy(payload, 0, frame, at + 4, payload.length);
    return frame;
  }

  private static byte[] blanks(int length) {
    byte[] blanks = new byte[length];
    Arrays.fill(blanks, (byte) ' ');
    return blanks;
  }

  @Test
  void shouldCloseWith1003WhenAMessageIsBinary() throws IOException {
    assertThat(send(frame(LAST | BINARY, new byte[] {1})))
        .isEqualTo(new Closed(1003, "message: must be text, was binary"));
  }

  @Test
  void shouldCloseWith1007WhenTextIsNotUtf8() throws IOException {
    assertThat(send(frame(LAST | TEXT, new byte[] {(byte) 0xc3, 0x28})))
        .isEqualTo(new Closed(1007, "message: must be UTF-8, is not"));
  }

  @Test
  void shouldTakeACharacterThatTwoFramesShare() throws IOException {
    byte[] binary = frame(LAST | BINARY, new byte[0]);
    assertThat(
            send(
                    frame(TEXT, new byte[] {'"', (byte) 0xc3}),
                    frame(LAST, new byte[] {(byte) 0xa9, '"'}),
                    binary)
                .code())
        .isEqualTo(1003);
  }

  @Test
  void shouldCloseWith1009WhenAMessageIsTooLong() throws IOException {
    assertThat(send(frame(LAST | TEXT, blanks(70_000))).code()).isEqualTo(1009);
    assertThat(send(frame(TEXT, blanks(40_000)), frame(LAST, blanks(40_000))))
        .isEqualTo(new Closed(1009, "message: must have at most 65536 bytes"));
  }

  @Test
  void shouldCloseWith1002WhenAFrameIsNone() throws IOException {
    byte[] unmasked = {(byte) 0x81, 1, '{'};
    assertThat(send(unmasked).code()).isEqualTo(1002);
    assertThat(send(frame(LAST | 0x5, new byte[] {'{'})).code()).isEqualTo(1002);
  }
}
