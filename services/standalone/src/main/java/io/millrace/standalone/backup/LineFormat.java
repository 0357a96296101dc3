package io.millrace.standalone.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.RecordJson;
import io.millrace.schemas.Topic;
import io.millrace.schemas.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Records as lines of JSON. A key is text, or base64 as {@code keyBytes} where it is not UTF-8. A
 * value is Avro's JSON where that says all there is, else its bytes in base64 as {@code
 * valueBytes}: what nobody can decode is kept as it is. Thread-safe.
 *
 * @param <V> the record on the topic
 */
final class LineFormat<V extends SpecificRecordBase> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Topic<V> topic;
  private final RecordJson<V> values;
  private final boolean binary;

  private LineFormat(Topic<V> topic, Schema writtenWith, boolean binary) {
    this.topic = topic;
    this.values = new RecordJson<>(topic, writtenWith);
    this.binary = binary;
  }

  /** To write. */
  static LineFormat<?> of(DumpedTopic dumped) {
    return of(dumped, dumped.topic().codec().schema());
  }

  /** To read what was written with a schema. */
  static LineFormat<?> of(DumpedTopic dumped, Schema writtenWith) {
    return new LineFormat<>(dumped.topic(), writtenWith, dumped.isBinary());
  }

  /** Writes one object. */
  void write(DumpLine line, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("partition", line.partition());
    out.writeNumberField("offset", line.offset());
    out.writeNumberField("timestamp", line.timestamp());
    writeKey(line.key(), out);
    writeValue(line.value(), out);
    if (!line.headers().isEmpty()) {
      writeHeaders(line.headers(), out);
    }
    out.writeEndObject();
  }

  private static void writeKey(byte @Nullable [] key, JsonGenerator out) throws IOException {
    if (key == null) {
      return;
    }
    try {
      out.writeStringField(
          "key", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString());
    } catch (CharacterCodingException e) {
      writeBytes("keyBytes", key, out);
    }
  }

  private void writeValue(byte @Nullable [] value, JsonGenerator out) throws IOException {
    if (value == null) {
      return;
    }
    String json = binary ? null : json(value);
    if (json == null) {
      writeBytes("valueBytes", value, out);
    } else {
      out.writeFieldName("value");
      out.writeRawValue(json);
    }
  }

  /** Null where the bytes are more than what it would say, or no record. */
  private @Nullable String json(byte[] value) {
    try {
      V record = topic.codec().decode(value);
      return Arrays.equals(topic.codec().encode(record), value) ? values.write(record) : null;
    } catch (UndecodableException e) {
      return null;
    }
  }

  private static void writeHeaders(List<DumpLine.Tag> headers, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart("headers");
    for (DumpLine.Tag header : headers) {
      out.writeStartObject();
      out.writeStringField("name", header.name());
      if (header.value() != null) {
        writeBytes("bytes", header.value(), out);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeBytes(String field, byte[] bytes, JsonGenerator out) throws IOException {
    out.writeStringField(field, Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none: field, rule and value
   */
  DumpLine read(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "must be JSON, is not (" + e.getOriginalMessage() + ")", e);
    }
    for (String field : List.of("partition", "offset", "timestamp")) {
      if (!node.path(field).isIntegralNumber()) {
        throw new IllegalArgumentException(
            field + ": must be a whole number, was " + node.path(field));
      }
    }
    try {
      return new DumpLine(
          node.path("partition").asInt(),
          node.path("offset").asLong(),
          node.path("timestamp").asLong(),
          key(node),
          value(node),
          headers(node));
    } catch (UndecodableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static byte @Nullable [] key(JsonNode node) {
    return node.has("key")
        ? node.path("key").asText().getBytes(StandardCharsets.UTF_8)
        : bytes(node, "keyBytes");
  }

  private byte @Nullable [] value(JsonNode node) {
    return node.has("value")
        ? topic.codec().encode(values.read(node.path("value").toString()))
        : bytes(node, "valueBytes");
  }

  private static byte @Nullable [] bytes(JsonNode node, String field) {
    return node.has(field) ? Base64.getDecoder().decode(node.path(field).asText()) : null;
  }

  private static List<DumpLine.Tag> headers(JsonNode node) {
    List<DumpLine.Tag> headers = new ArrayList<>();
    node.path("headers")
        .forEach(
            header ->
                headers.add(
                    new DumpLine.Tag(header.path("name").asText(), bytes(header, "bytes"))));
    return headers;
  }
}
