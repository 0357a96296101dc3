package io.millrace.features.catalogue;

import io.millrace.schemas.Item;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items as a task sees them: the global table, each entry decoded once. An entry that cannot be
 * decoded counts as unknown. For the task's thread.
 */
public final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(byte[] encoded, @Nullable Item item) {
    @SuppressWarnings("ReferenceEquality") // the table hands out the array it holds
    boolean isOf(byte[] bytes) {
      return encoded == bytes;
    }
  }

  private final ReadOnlyKeyValueStore<String, byte[]> encoded;
  private final CatalogueBarrier barrier;
  private final Map<String, Entry> decoded = new HashMap<>();

  /** A view of the global table. */
  public Catalogue(ReadOnlyKeyValueStore<String, byte[]> encoded, CatalogueBarrier barrier) {
    this.encoded = encoded;
    this.barrier = barrier;
  }

  /** The item, or null if it is not known. */
  public @Nullable Item item(String itemId) {
    byte[] bytes = encoded.get(itemId);
    if (bytes == null) {
      barrier.awaitCurrent();
      bytes = encoded.get(itemId);
    }
    if (bytes == null) {
      decoded.remove(itemId);
      return null;
    }
    Entry entry = decoded.get(itemId);
    if (entry == null || !entry.isOf(bytes)) {
      entry = new Entry(bytes, decode(itemId, bytes));
      decoded.put(itemId, entry);
    }
    return entry.item();
  }

  /** The item's genres; empty if it is not known. */
  public List<String> genres(String itemId) {
    Item item = item(itemId);
    return item == null ? List.of() : item.getGenres();
  }

  private static @Nullable Item decode(String itemId, byte[] bytes) {
    try {
      return Topics.ITEMS.codec().decode(bytes);
    } catch (UndecodableException e) {
      LOG.warn("items.v1: the entry of {} is skipped: {}", itemId, e.getMessage());
      return null;
    }
  }
}
