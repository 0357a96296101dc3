package io.millrace.features.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of {@code ratings.v1} in either encoding, told apart by their first byte:
 *
 * <ul>
 *   <li>{@code C3 01}: Avro's single-object encoding, of any version of our schema;
 *   <li>{@code 00}, four bytes of schema id (big-endian), Avro binary: as the serializers of schema
 *       registries write it, where a registry is configured.
 * </ul>
 *
 * Thread-safe.
 */
public final class RatingReader implements AutoCloseable {
  /** First byte of a record with a schema id. */
  private static final byte MAGIC = 0;

  /** Magic byte and id. */
  private static final int HEADER_BYTES = 5;

  private final @Nullable WriterSchemas schemas;

  RatingReader(@Nullable WriterSchemas schemas) {
    this.schemas = schemas;
  }

  /** Reads our own encoding alone. */
  public static RatingReader withoutRegistry() {
    return new RatingReader(null);
  }

  /** Reads both where a registry is configured; asks it nothing yet. */
  public static RatingReader of(RegistrySettings settings, MeterRegistry meters) {
    RegistryMetrics metrics = new RegistryMetrics(meters);
    String url = settings.url();
    if (url == null) {
      return withoutRegistry();
    }
    SchemaRegistry registry =
        new HttpSchemaRegistry(url, settings.timeout(), RegistryLogin.of(System.getenv()));
    return new RatingReader(new WriterSchemas(registry, settings, metrics, System::nanoTime));
  }

  /** Whether a value is one with a schema id, and can be read or refused only with a registry. */
  static boolean hasSchemaId(byte[] value) {
    return value.length >= HEADER_BYTES && value[0] == MAGIC;
  }

  /**
   * Whether it is known by now how to read a value, or that it cannot be read. Asks the registry if
   * need be, unless that did not answer a moment ago.
   */
  boolean isDecided(byte @Nullable [] value) {
    return schemas == null
        || value == null
        || !hasSchemaId(value)
        || schemas.find(schemaId(value)) != null;
  }

  /**
   * Reads a value.
   *
   * @throws UnreadableRatingException if it is none, for good
   * @throws RegistryUnavailableException if its schema is not known and the registry does not
   *     answer
   */
  public RatingEvent read(byte[] value) {
    try {
      return hasSchemaId(value) ? registered(value) : Topics.RATINGS.codec().decode(value);
    } catch (UndecodableException e) {
      throw new UnreadableRatingException(e);
    }
  }

  private RatingEvent registered(byte[] value) {
    int id = schemaId(value);
    if (schemas == null) {
      throw new UnreadableRatingException(
          new EventFault(
              FaultCode.UNDECODABLE,
              "value: has schema id %d of a registry, and no registry is configured (%s)"
                  .formatted(id, "features.registry.url")));
    }
    return switch (schemas.find(id)) {
      case WriterSchemas.Known.Resolved resolved -> resolved.reader().read(value, HEADER_BYTES);
      case WriterSchemas.Known.Refused refused ->
          throw new UnreadableRatingException(refused.fault());
      case WriterSchemas.Known.Unregistered unregistered ->
          throw new UnreadableRatingException(unregistered.fault());
      case null ->
          throw new RegistryUnavailableException(
              "schema id " + id + ": is not known, and the registry does not answer");
    };
  }

  /** The value in our own encoding, as other readers take it. */
  public static byte[] inOurEncoding(byte[] value, RatingEvent read) {
    return hasSchemaId(value) ? Topics.RATINGS.codec().encode(read) : value;
  }

  private static int schemaId(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }

  @Override
  public void close() {
    if (schemas != null) {
      schemas.close();
    }
  }
}
