package io.millrace.recommend.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * JSON in and out: strict UTF-8, no duplicate keys, nothing after the value, not too deep.
 * Thread-safe.
 */
public final class Json {
  /** As it is sent and answered. */
  static final String TYPE = "application/json";

  /** Values within values: no request needs more than a few, and each costs stack. */
  private static final int DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** An integer as JavaScript, too, reads it without loss, written the one way. */
  private static final Pattern CANONICAL = Pattern.compile("0|-?[1-9][0-9]{0,14}");

  /** What the parser says of its own settings, which are not the sender's. */
  private static final Pattern PARSERS_OWN =
      Pattern.compile("Source: REDACTED [^;]*; |: enable `[^`]*` to allow|, from `[^`]*`");

  private Json() {}

  /** What writes itself, without a tree of nodes in between. */
  @FunctionalInterface
  public interface Content {
    /** Writes one value, or within an object some fields. */
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An id as the reference API writes it: a number where it is a canonical integer. */
  public static JsonNode id(String id) {
    return CANONICAL.matcher(id).matches()
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(id))
        : JsonNodeFactory.instance.textNode(id);
  }

  /** Any plain value (map, list, number, text) as a node. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * A field that comes of computing with floats: its shortest decimal that reads back as the same
   * float, for more digits would be noise.
   */
  public static void writeScore(JsonGenerator out, String name, double score) throws IOException {
    out.writeNumberField(name, (float) score);
  }

  /** Writes UTF-8. */
  public static Buffer write(Content content) {
    BufferStream bytes = new BufferStream();
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.written();
  }

  /** Writes UTF-8. */
  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws RequestFault {@link ErrorCode#INVALID_JSON} with the position of what is wrong
   */
  public static JsonNode read(byte[] bytes) {
    return read(bytes, "body");
  }

  /**
   * Reads one value.
   *
   * @param name how the fault names what is read
   * @throws RequestFault {@link ErrorCode#INVALID_JSON} with the position of what is wrong
   */
  public static JsonNode read(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw invalid(name, "it is empty", 1, 1);
    }
    String text = text(bytes, name);
    try (JsonParser parser = MAPPER.createParser(text)) {
      return tree(parser, name);
    } catch (JacksonException e) {
      throw invalid(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(JsonParser parser, String name) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw invalid(name, "it is empty", 1, 1);
      }
      return node;
    } catch (NumberFormatException e) {
      // An exponent that BigDecimal does not have; the parser lets this one through.
      JsonLocation at = parser.currentTokenLocation();
      String reason = "a number has an exponent out of range";
      throw invalid(name, reason, at.getLineNr(), at.getColumnNr());
    }
  }

  private static String text(byte[] bytes, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new RequestFault(
          ErrorCode.INVALID_JSON,
          new Fault(name, "must be UTF-8", "other bytes from byte %d on".formatted(in.position())));
    }
  }

  private static RequestFault invalid(String name, JacksonException e) {
    JsonLocation at = e.getLocation();
    // Read as a tree, a second value is all that can be a mismatch.
    String reason =
        e instanceof MismatchedInputException ? "it has more after it" : e.getOriginalMessage();
    return at == null
        ? invalid(name, reason, 1, 1)
        : invalid(name, reason, at.getLineNr(), at.getColumnNr());
  }

  private static RequestFault invalid(String name, String reason, int line, int column) {
    String first = PARSERS_OWN.matcher(reason.lines().findFirst().orElse(reason)).replaceAll("");
    return new RequestFault(
        ErrorCode.INVALID_JSON,
        new Fault(
            name,
            "must be one JSON value, is not: " + first,
            "line %d, column %d".formatted(line, column)));
  }
}
