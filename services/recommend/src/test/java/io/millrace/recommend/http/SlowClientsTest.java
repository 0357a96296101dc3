package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.recommend.RunningService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that want much and give little: each is ended, and the service goes on. */
@Timeout(60)
final class SlowClientsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int TRICKLES = 2000;
  private static final byte[] REQUEST = ascii("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");

  /** Bytes that no buffer between client and service takes. */
  private static final long FLOOD = 1L << 30;

  private RunningService service = RunningService.empty();

  @AfterEach
  void stop() {
    service.close();
  }

  private void start(int connections, Duration bodyTimeout, Duration idleTimeout) {
    service.close();
    service = RunningService.withLimits(connections, bodyTimeout, idleTimeout);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), service.port());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a little at a time until the other side has closed, or for long. */
  private static void trickle(Socket socket, String drop) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    for (int i = 0; i < TRICKLES; i++) {
      out.write(ascii(drop));
      out.flush();
      Thread.sleep(20);
    }
  }

  private void requireUp() {
    assertThat(service.get("/v1/users/9/recommendations").status()).isEqualTo(200);
  }

  @Test
  void shouldCloseWhenHeadersComeByteByByte() throws IOException {
    start(100, LONG, SHORT);
    try (Socket slow = connect()) {
      slow.getOutputStream().write(ascii("GET /v1/users/7/recommendations HTTP/1.1\r\n"));
      assertThatThrownBy(() -> trickle(slow, "X: y\r\n")).isInstanceOf(IOException.class);
    }
    requireUp();
  }

  @Test
  void shouldAnswer408WhenABodyComesByteByByte() throws IOException {
    start(100, SHORT, LONG);
    try (Socket slow = connect()) {
      slow.getOutputStream()
          .write(
              ascii(
                  """
                  POST /v1/events HTTP/1.1\r
                  Host: a\r
                  Content-Type: application/json\r
                  Content-Length: 60000\r
                  \r
                  """));
      assertThatThrownBy(() -> trickle(slow, " ")).isInstanceOf(IOException.class);
    }
    requireUp();
  }

  @Test
  void shouldTellWhyWhenABodyStops() throws IOException {
    start(100, SHORT, LONG);
    try (Socket slow = connect()) {
      slow.getOutputStream()
          .write(
              ascii(
                  "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 60000\r\n\r\n{"));
      String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 408")
          .contains("REQUEST_TIMEOUT")
          .contains("recommend.body_timeout");
    }
  }

  @Test
  void shouldCloseConnectionsBeyondTheMost() throws IOException {
    start(5, LONG, LONG);
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        open.add(connect());
        open.get(i).getOutputStream().write(REQUEST);
        assertThat(open.get(i).getInputStream().read()).isEqualTo('H');
      }
      try (Socket tooMany = connect()) {
        assertThat(endsWithoutAnAnswer(tooMany)).isTrue();
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static boolean endsWithoutAnAnswer(Socket socket) {
    try {
      socket.getOutputStream().write(REQUEST);
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void shouldTakeNoMoreFromAClientThatAsksAndDoesNotRead() throws IOException {
    start(100, LONG, SHORT);
    byte[] requests =
        ascii("GET /v1/users/9/recommendations?n=1000 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
    try (Socket greedy = connect()) {
      assertThatThrownBy(() -> flood(greedy, requests)).isInstanceOf(IOException.class);
    }
    requireUp();
  }

  @Test
  void shouldCloseASocketThatAsksAndDoesNotRead() throws IOException {
    start(100, LONG, SHORT);
    byte[] message = ascii("{}"); // each is answered with what is wrong with it
    try (Socket greedy = connect()) {
      greedy
          .getOutputStream()
          .write(
              ascii(
                  """
                  GET /v1/stream HTTP/1.1\r
                  Host: a\r
                  Upgrade: websocket\r
                  Connection: Upgrade\r
                  Sec-WebSocket-Version: 13\r
                  Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                  \r
                  """));
      assertThat(greedy.getInputStream().read()).isEqualTo('H');
      assertThatThrownBy(() -> flood(greedy, masked(message))).isInstanceOf(IOException.class);
    }
    requireUp();
  }

  /** Sends until the other side has closed, or very much. */
  private static void flood(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (long sent = 0; sent < FLOOD; sent += bytes.length) {
      out.write(bytes);
    }
  }

  /** A text frame; the mask is all zeros, so that what is masked is what it was. */
  private static byte[] masked(byte[] text) {
    byte[] frame = new byte[6 + text.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | text.length);
    System.arraycopy(text, 0, frame, 6, text.length);
    return frame;
  }
}
