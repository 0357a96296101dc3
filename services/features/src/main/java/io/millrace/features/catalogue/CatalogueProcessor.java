package io.millrace.features.catalogue;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the global table of items as they stand on {@code items.v1}, still encoded. */
public final class CatalogueProcessor implements Processor<byte[], byte[], Void, Void> {
  /** Name of the global store: item id to the encoded item. */
  public static final String STORE = "catalogue";

  private final CatalogueBarrier barrier;
  private final CatalogueVersion version;
  private @Nullable KeyValueStore<String, byte[]> items;
  private @Nullable ProcessorContext<Void, Void> context;

  /** Tells the barrier how far the table has come, and counts its changes. */
  public CatalogueProcessor(CatalogueBarrier barrier, CatalogueVersion version) {
    this.barrier = barrier;
    this.version = version;
  }

  @Override
  public void init(ProcessorContext<Void, Void> newContext) {
    this.context = newContext;
    this.items = newContext.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key != null) {
      requireNonNull(items).put(new String(key, StandardCharsets.UTF_8), record.value());
      version.changed();
    }
    requireNonNull(context)
        .recordMetadata()
        .ifPresent(at -> barrier.reached(at.partition(), at.offset()));
  }
}
