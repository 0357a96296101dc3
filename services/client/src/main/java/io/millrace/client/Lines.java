package io.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Function;

/** A body of one JSON object a line, made as it is sent. */
final class Lines {
  private static final int PIECE = 16 * 1024;

  private Lines() {}

  /** The values, iterated over each time that the body is sent. */
  static <T> BodyPublisher of(Iterable<T> values, Function<T, JsonNode> json) {
    return BodyPublishers.ofByteArrays(() -> pieces(values.iterator(), json));
  }

  private static <T> Iterator<byte[]> pieces(Iterator<T> values, Function<T, JsonNode> json) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return values.hasNext();
      }

      @Override
      public byte[] next() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        do {
          String line = json.apply(values.next()) + "\n";
          piece.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        } while (values.hasNext() && piece.size() < PIECE);
        return piece.toByteArray();
      }
    };
  }
}
