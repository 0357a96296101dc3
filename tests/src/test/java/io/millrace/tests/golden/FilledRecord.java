package io.millrace.tests.golden;

import io.millrace.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A record with a value in every field, none of them the default: the same schema gives the same
 * one. Stateless.
 */
public final class FilledRecord {
  private FilledRecord() {}

  /** The record of a topic, whatever its type. */
  public static SpecificRecordBase of(Topic<?> topic) {
    return record(topic.codec().schema());
  }

  private static SpecificRecordBase record(Schema schema) {
    SpecificRecordBase record = (SpecificRecordBase) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), field.name()));
    }
    return record;
  }

  private static Object value(Schema schema, String field) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case UNION -> value(present(schema), field);
      case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().getLast(), schema);
      case ARRAY -> List.of(value(schema.getElementType(), field + "-1"));
      case MAP -> Map.of(field + "-key", value(schema.getValueType(), field));
      case STRING -> field + " – é";
      case BYTES -> ByteBuffer.wrap(field.getBytes(StandardCharsets.UTF_8));
      case INT -> 1000 + field.length();
      case LONG -> 1_000_000_000_000L + field.length();
      case FLOAT -> 0.25f + field.length();
      case DOUBLE -> 0.125 + field.length();
      case BOOLEAN -> true;
      case FIXED, NULL ->
          throw new IllegalArgumentException(field + ": no schema of ours has " + schema.getType());
    };
  }

  private static Schema present(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }
}
