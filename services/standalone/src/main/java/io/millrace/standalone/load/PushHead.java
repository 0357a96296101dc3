package io.millrace.standalone.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads of a message what a measurement needs, and no further than that: a list of a thousand items
 * would cost the load more than the service. Thread-safe.
 */
final class PushHead {
  private static final String OFFSET = "offset";

  private final JsonFactory factory = new JsonFactory();

  /**
   * What comes before a pushed list.
   *
   * @param cause why it was pushed; empty where the message is another
   * @param offset of the last event that the list knows; negative where it is not told
   */
  record Head(String cause, long offset) {}

  Head of(String message) {
    try (JsonParser parser = factory.createParser(message)) {
      String cause = "";
      while (parser.nextToken() != null) {
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        switch (parser.currentName()) {
          case "cause" -> cause = parser.nextTextValue();
          case OFFSET -> {
            return new Head(cause, parser.nextLongValue(-1));
          }
          case "items" -> {
            return new Head(cause, -1);
          }
          default -> {
            // of no use here
          }
        }
      }
      return new Head(cause, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first offset that an answer about events tells; negative where it tells none. */
  long offsetOfFirst(byte[] answer) {
    try (JsonParser parser = factory.createParser(answer)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && OFFSET.equals(parser.currentName())) {
          return parser.nextLongValue(-1);
        }
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
