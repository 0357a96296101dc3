package io.millrace.recommend.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request of HTTP/1.1 whose frame is sound, whatever is in it: capitals as its method, an address
 * without what would end it, a body of the length that is said. Immutable, as long as nobody
 * changes the body.
 */
final class WireRequest {
  private static final int LONGEST_METHOD = 8;

  private final String method;
  private final String target;
  private final String type;
  private final byte[] body;

  private WireRequest(String method, String target, String type, byte[] body) {
    this.method = method;
    this.target = target;
    this.type = type;
    this.body = body;
  }

  /** Of an input as {@link RequestTarget} has it. */
  static WireRequest of(byte[] input) {
    int end = lineEnd(input);
    String line = new String(input, 0, end, StandardCharsets.ISO_8859_1);
    String[] parts = line.split(" ", 3);
    String target = parts.length < 2 ? "/" : parts[1];
    return new WireRequest(
        method(parts[0]),
        address(target.startsWith("/") ? target : "/" + target),
        "application/" + (parts.length < 3 ? "json" : parts[2].replaceAll("[^!-~]", "")),
        Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length));
  }

  private static int lineEnd(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    return end;
  }

  private static String method(String text) {
    String capitals = text.replaceAll("[^A-Z]", "");
    return capitals.isEmpty()
        ? "GET"
        : capitals.substring(0, Math.min(LONGEST_METHOD, capitals.length()));
  }

  private static String address(String text) {
    StringBuilder address = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      address.append(c > ' ' && c < 0x7f ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return address.toString();
  }

  /** In capitals. */
  String method() {
    return method;
  }

  /** The address without its query. */
  String path() {
    return target.split("[?#]", 2)[0];
  }

  /** As it goes over the wire. */
  byte[] bytes() {
    byte[] head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, target, type, body.length)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    return bytes;
  }
}
