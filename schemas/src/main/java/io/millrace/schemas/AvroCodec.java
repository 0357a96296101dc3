package io.millrace.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a generated record into Avro's single-object encoding (marker, schema fingerprint, body)
 * and back. Records written with an earlier version of the schema are resolved to the present one.
 *
 * <p>Thread-safe.
 *
 * @param <T> the generated record
 */
public final class AvroCodec<T extends SpecificRecordBase> {
  static {
    trustOwnRecords();
    limitLengths();
  }

  /** Marker (two bytes) and fingerprint of the schema (eight, little-endian). */
  private static final int HEADER_BYTES = 10;

  /** Longest string or byte array in a record, far more than any of ours. */
  private static final int LONGEST_FIELD_BYTES = 16 * 1024 * 1024;

  /** Most elements of an array or entries of a map in a record, far more than any of ours. */
  private static final int MOST_ELEMENTS = 100_000;

  private static final byte[] NO_HEADER = {};

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final byte[] header;
  private final SpecificDatumWriter<T> writer;
  private final SpecificDatumReader<T> reader;

  /** For records of earlier versions, and for what is no record of ours. */
  private final BinaryMessageDecoder<T> anyVersion;

  private final SpecificData data;
  private final Schema schema;

  /** Writes a record's fields in the schema's order; encodes nothing else meanwhile. */
  @FunctionalInterface
  public interface Body {
    /** Writes them all. */
    void write(Encoder out) throws IOException;
  }

  /** Buffers of one thread: Avro's own message classes write and read byte by byte. */
  private static final class Scratch {
    private final ByteEncoder encoder = new ByteEncoder();
    private @Nullable BinaryDecoder decoder;
  }

  private AvroCodec(SpecificData data, Schema schema) {
    this.data = data;
    this.schema = schema;
    this.header = header(schema);
    this.writer = new SpecificDatumWriter<>(schema, data);
    this.reader = new SpecificDatumReader<>(schema, schema, data);
    this.anyVersion = new BinaryMessageDecoder<>(data, schema);
  }

  private static byte[] header(Schema schema) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  /**
   * A codec for the schema that the record class carries.
   *
   * @param type the generated class
   * @param earlier schemas of earlier versions that may still be on the topic
   */
  public static <T extends SpecificRecordBase> AvroCodec<T> of(Class<T> type, Schema... earlier) {
    SpecificData data = SpecificData.getForClass(type);
    data.setCustomCoders(true); // the generated coders: about twice as fast, the same bytes
    AvroCodec<T> codec = new AvroCodec<>(data, data.getSchema(type));
    for (Schema old : earlier) {
      codec.anyVersion.addSchema(old);
    }
    return codec;
  }

  /**
   * Avro instantiates no class that it was not told to trust; ours are the records of this package,
   * beside whatever is trusted already.
   */
  private static void trustOwnRecords() {
    String own = AvroCodec.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(own)));
  }

  /**
   * A few damaged bytes may claim a string of 2 GB or an array of as many elements, and Avro would
   * make room for it. Its limits are system properties, read once; what the user has set holds.
   */
  private static void limitLengths() {
    limit("bytes", LONGEST_FIELD_BYTES);
    limit("string", LONGEST_FIELD_BYTES);
    limit("collectionItems", MOST_ELEMENTS);
  }

  private static void limit(String what, int most) {
    String property = "org.apache.avro.limits." + what + ".maxLength";
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(most));
    }
  }

  /** The present schema. */
  public Schema schema() {
    return schema;
  }

  /**
   * A reader of bodies that were written with another schema, which is known by other means than a
   * header: its fields are matched to ours by name and alias, missing ones take their default,
   * further ones are passed over (Avro's schema resolution).
   *
   * @throws IncompatibleSchemaException if a record of that schema cannot be one of ours
   */
  public ResolvingReader<T> resolving(Schema writtenWith) {
    return new ResolvingReader<>(data, writtenWith, schema);
  }

  /** Encodes a record into an array of its own. */
  public byte[] encode(T value) {
    return encode(header, encoder -> writer.write(value, encoder));
  }

  /** The record's body alone: what {@link Body} writes to splice it into another record. */
  public byte[] body(T value) {
    return encode(NO_HEADER, encoder -> writer.write(value, encoder));
  }

  /**
   * Encodes a record whose body is written piece by piece, from parts encoded before. The pieces
   * must be all fields in the schema's order.
   */
  public byte[] encode(Body body) {
    return encode(header, body);
  }

  private static byte[] encode(byte[] header, Body body) {
    ByteEncoder encoder = SCRATCH.get().encoder;
    encoder.begin(header);
    try {
      body.write(encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoder.toByteArray();
  }

  /**
   * Decodes a record.
   *
   * @throws UndecodableException if the bytes are not a single-object encoding of a known version
   */
  public T decode(byte[] bytes) {
    try {
      return isPresentVersion(bytes) ? decodePresent(bytes) : anyVersion.decode(bytes);
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | UnsupportedOperationException e) {
      throw new UndecodableException(schema.getName(), bytes.length, e);
    }
  }

  private boolean isPresentVersion(byte[] bytes) {
    return bytes.length >= HEADER_BYTES
        && Arrays.equals(bytes, 0, HEADER_BYTES, header, 0, HEADER_BYTES);
  }

  private T decodePresent(byte[] bytes) throws IOException {
    Scratch scratch = SCRATCH.get();
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, scratch.decoder);
    scratch.decoder = decoder;
    return reader.read(null, decoder);
  }
}
