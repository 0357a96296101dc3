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
 * The items as a task sees them: the global table, each entry decoded once and looked up again only
 * when the table has changed. An entry that cannot be decoded counts as unknown. For the task's
 * thread.
 */
public final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(byte[] encoded, @Nullable Item item, long version) {
    @SuppressWarnings("ReferenceEquality") // the table hands out the array it holds
    boolean isOf(byte[] bytes) {
      return encoded == bytes;
    }
  }

  /** Makes each task its own. */
  @FunctionalInterface
  public interface View {
    /** A view of the global table. */
    Catalogue of(ReadOnlyKeyValueStore<String, byte[]> table);
  }

  private final ReadOnlyKeyValueStore<String, byte[]> encoded;
  private final CatalogueBarrier barrier;
  private final CatalogueVersion version;
  private final Map<String, Entry> decoded = new HashMap<>();

  /** A view of the global table. */
  public Catalogue(
      ReadOnlyKeyValueStore<String, byte[]> encoded,
      CatalogueBarrier barrier,
      CatalogueVersion version) {
    this.encoded = encoded;
    this.barrier = barrier;
    this.version = version;
  }

  /** The item, or null if it is not known. */
  public @Nullable Item item(String itemId) {
    long now = version.now(); // before the table is read: a later change makes the entry stale
    Entry entry = decoded.get(itemId);
    return entry != null && entry.version() == now ? entry.item() : look(itemId, entry, now);
  }

  private @Nullable Item look(String itemId, @Nullable Entry before, long now) {
    byte[] bytes = encoded.get(itemId);
    if (bytes == null) {
      barrier.awaitCurrent();
      bytes = encoded.get(itemId);
    }
    if (bytes == null) {
      decoded.remove(itemId);
      return null;
    }
    Item item = before != null && before.isOf(bytes) ? before.item() : decode(itemId, bytes);
    decoded.put(itemId, new Entry(bytes, item, now));
    return item;
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
