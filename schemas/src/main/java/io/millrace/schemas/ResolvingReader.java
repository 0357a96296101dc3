package io.millrace.schemas;

import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that a producer wrote with a schema of its own. Thread-safe.
 *
 * @param <T> our generated record
 */
public final class ResolvingReader<T extends SpecificRecordBase> {
  private final Schema ours;
  private final SpecificDatumReader<T> reader;

  ResolvingReader(SpecificData data, Schema theirs, Schema ours) {
    Schema renamed = renamed(theirs, ours);
    requireCompatible(theirs.getFullName(), renamed, ours);
    this.ours = ours;
    this.reader = new SpecificDatumReader<>(renamed, ours, data);
  }

  /** Records are matched by their fields: what another house calls its own does not matter. */
  private static Schema renamed(Schema theirs, Schema ours) {
    return theirs.getType() == Schema.Type.RECORD
        ? Schema.createRecord(
            ours.getName(),
            theirs.getDoc(),
            ours.getNamespace(),
            theirs.isError(),
            theirs.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList())
        : theirs;
  }

  private static void requireCompatible(String name, Schema theirs, Schema ours) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(ours, Schema.applyAliases(theirs, ours));
    if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      String why =
          pair.getResult().getIncompatibilities().stream()
              .map(fault -> fault.getLocation() + ": " + fault.getMessage())
              .collect(Collectors.joining("; "));
      throw new IncompatibleSchemaException(
          "schema %s: must be readable as a %s, is not (%s)".formatted(name, ours.getName(), why));
    }
  }

  /**
   * Reads a record that fills an array from a place on to its end.
   *
   * @param bytes not changed
   * @param from where the record begins
   * @throws UndecodableException if the bytes are not one record of the writer's schema
   */
  public T read(byte[] bytes, int from) {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    try {
      T record = reader.read(null, decoder);
      if (decoder.isEnd()) {
        return record;
      }
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | UnsupportedOperationException e) {
      throw undecodable(bytes, "is not: " + e.getMessage(), e);
    }
    throw undecodable(bytes, "has bytes left over", null);
  }

  private UndecodableException undecodable(byte[] bytes, String fault, @Nullable Throwable cause) {
    return new UndecodableException(
        "value: must be one %s of its writer's schema, %s (%d bytes)"
            .formatted(ours.getName(), fault, bytes.length),
        cause);
  }
}
