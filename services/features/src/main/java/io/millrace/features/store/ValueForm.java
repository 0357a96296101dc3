package io.millrace.features.store;

import io.millrace.schemas.AvroCodec;
import java.util.function.Function;
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
    return of(codec, record -> record, record -> record);
  }

  /** A value that is stored as a record. */
  static <V, R extends SpecificRecordBase> ValueForm<V> of(
      AvroCodec<R> codec, Function<V, R> describe, Function<R, V> restore) {
    return new ValueForm<>() {
      @Override
      public byte[] encode(V value) {
        return codec.encode(describe.apply(value));
      }

      @Override
      public V decode(byte[] bytes) {
        return restore.apply(codec.decode(bytes));
      }
    };
  }
}
