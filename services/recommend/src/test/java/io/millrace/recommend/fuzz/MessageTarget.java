package io.millrace.recommend.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the WebSocket. Each is answered with at least one message, or closes the socket; none
 * may tell of a fault of ours.
 */
public final class MessageTarget implements FuzzTarget {
  private final RenewedService service = new RenewedService();
  private final byte[] ping = new SocketFrame(SocketFrame.PING, new byte[] {1}).bytes();
  private @Nullable SocketWire socket;

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "{\"subscribe\":{\"userId\":9,\"n\":10}}",
        "{\"subscribe\":{\"userId\":\"7\",\"seen\":\"include\",\"filter\":\"itemId in ('1','3')\","
            + "\"pin\":[\"3\"],\"exclude\":[\"2\"],\"cap\":{\"genre\":5},\"diversity\":0.5,\"explain\":true}}",
        "{\"unsubscribe\":{\"userId\":9}}",
        "{\"event\":{\"userId\":9,\"itemId\":3,\"rating\":5,\"timestamp\":1046454590000}}",
        "{\"subscribe\":{\"userId\":1,\"boost\":[{\"filter\":\"year > 1990\",\"factor\":2}],"
            + "\"exploration\":0.3}}");
  }

  @Override
  public List<String> words() {
    return List.of(
        "subscribe",
        "unsubscribe",
        "event",
        "userId",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        "null",
        "-1",
        "1e999",
        "\\ud800",
        "history",
        "cursor",
        "boost",
        "pin",
        "cap");
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    if (service.next()) {
      hangUp();
    }
    SocketWire open = socket == null ? new SocketWire(service.port()) : socket;
    socket = open;
    open.send(new SocketFrame(SocketFrame.TEXT, input).bytes());
    open.send(ping);
    return answered(open);
  }

  /** Reads until the message has been handled and answered. */
  private boolean answered(SocketWire open) throws IOException {
    boolean told = false;
    boolean error = false;
    boolean handled = false;
    while (!handled || !told) {
      SocketFrame frame = open.next();
      switch (frame.opcode()) {
        case SocketFrame.TEXT -> {
          told = true;
          error |= text(frame).contains("\"type\":\"error\"");
        }
        case SocketFrame.PONG -> handled = true;
        case SocketFrame.CLOSE -> {
          hangUp();
          return false;
        }
        default -> {}
      }
    }
    return !error;
  }

  private static String text(SocketFrame frame) {
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }

  private void hangUp() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  @Override
  public void renew() throws IOException {
    hangUp();
    service.renew();
  }

  @Override
  public void close() throws IOException {
    hangUp();
    service.close();
  }
}
