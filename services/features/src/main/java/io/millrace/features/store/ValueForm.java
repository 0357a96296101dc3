package io.millrace.features.store;

import io.millrace.schemas.AvroCodec;
import java.io.IOException;
import java.util.function.Function;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * How a value in memory becomes bytes in the store and back; {@code decode(encode(v))} equals v
 * exactly.
 *
 * @param <V> the value in memory
 */
public interface ValueForm<V> {
  /** The stored form. */
  byte[] encode(V value);

  /** The value that the stored form describes. */
  V decode(byte[] bytes);

  /** A record that is stored as it is. */
  static <R extends SpecificRecordBase> ValueForm<R> of(AvroCodec<R> codec) {
    return written(codec, SpecificRecordBase::customEncode, record -> record);
  }

  /** A value that is stored as a record, whose fields it writes itself. */
  static <V, R extends SpecificRecordBase> ValueForm<V> written(
      AvroCodec<R> codec, Writing<V> writing, Function<R, V> restore) {
    return new ValueForm<>() {
      @Override
      public byte[] encode(V value) {
        return codec.encode(out -> writing.write(value, out));
      }

      @Override
      public V decode(byte[] bytes) {
        return restore.apply(codec.decode(bytes));
      }
    };
  }

  /** Writes a value as the fields of a record, in the schema's order. */
  @FunctionalInterface
  interface Writing<V> {
    /** Writes them all. */
    void write(V value, Encoder out) throws IOException;
  }
}
