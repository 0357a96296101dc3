package io.millrace.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Records in Avro's JSON encoding, for people and for archives: readable, and read back for as long
 * as the schema they were written with is kept beside them. Thread-safe.
 *
 * @param <T> the generated record
 */
public final class RecordJson<T extends SpecificRecordBase> {
  private final Schema schema;
  private final SpecificDatumWriter<T> writer;
  private final SpecificDatumReader<T> reader;
  private final Schema writtenWith;

  /**
   * Writes a topic's records with the present schema and reads them as written with another.
   *
   * @param writtenWith the present schema or an earlier one
   */
  public RecordJson(Topic<T> topic, Schema writtenWith) {
    this.schema = topic.codec().schema();
    this.writtenWith = writtenWith;
    this.writer = new SpecificDatumWriter<>(schema);
    this.reader = new SpecificDatumReader<>(writtenWith, schema);
  }

  /** One line of JSON. */
  public String write(T record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Encoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * A record.
   *
   * @throws UndecodableException if the text is not JSON of the schema it was written with
   */
  public T read(String json) {
    try {
      return reader.read(null, DecoderFactory.get().jsonDecoder(writtenWith, json));
    } catch (IOException | AvroRuntimeException e) {
      throw new UndecodableException(
          "value: must be a %s in Avro's JSON encoding, is not (%s)"
              .formatted(schema.getName(), e.getMessage()),
          e);
    }
  }
}
