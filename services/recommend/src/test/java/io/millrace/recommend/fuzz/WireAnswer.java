package io.millrace.recommend.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer of HTTP/1.1 as it comes over the wire (RFC 9112).
 *
 * @param headers names in lower case
 */
record WireAnswer(int status, Map<String, String> headers, String body) {
  private static final int LONGEST_LINE = 64 * 1024;

  /**
   * Reads one.
   *
   * @param method of the request
   * @throws IOException if it breaks off or is no answer
   */
  static WireAnswer read(InputStream in, String method) throws IOException {
    String[] first = line(in).split(" ", 3);
    if (first.length < 2 || !first[0].equals("HTTP/1.1")) {
      throw new IOException("not an answer: " + String.join(" ", first));
    }
    int status = Integer.parseInt(first[1]);
    Map<String, String> headers = headers(in);
    boolean bare = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    byte[] body = bare ? new byte[0] : body(in, headers);
    return new WireAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      all.writeBytes(exactly(in, size));
      line(in);
    }
    line(in);
    return all.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("an answer of %d bytes breaks off".formatted(length));
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("an answer breaks off after: " + line);
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  /** Whether the connection ends with it. */
  boolean isLast() {
    return "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
  }

  /** Its content type, or nothing. */
  String type() {
    return headers.getOrDefault("content-type", "");
  }
}
