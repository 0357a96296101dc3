package io.millrace.features.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store that holds the values in use decoded in memory and writes those that were put
 * to the store below (and so to its changelog) when the task commits, or when they are crowded out.
 *
 * <p>The record cache of Kafka Streams does the same with encoded bytes; a state that is touched a
 * thousand times between two commits would be decoded and encoded a thousand times. Here it is
 * encoded once. A commit calls {@link #flushCache} before it collects the offsets and commits the
 * transaction, so what is written belongs to the transaction of the input that caused it. An
 * aborted transaction closes the task and drops the memory; the input is processed again and puts
 * the same keys again, so that every key that was written is written anew.
 *
 * <p>{@link CachedStateStore} is internal to Kafka Streams: this class and {@link CommitForwarder}
 * are the only ones that know such classes, and {@code WriteBehindStoreTest} fails if the contract
 * changes. For the task's thread only.
 *
 * @param <V> a decoded value; may be mutable if every change is followed by {@link #put}
 */
public final class WriteBehindStore<V> implements StateStore, CachedStateStore<byte[], byte[]> {
  /** Most records that a commit writes below at a time. */
  private static final int BATCH = 1000;

  private static final class Entry<V> {
    private final String key;
    private @Nullable V value;
    private boolean unwritten;

    private Entry(String key, @Nullable V value) {
      this.key = key;
      this.value = value;
    }
  }

  /** Is told of each value at the moment it is written. */
  @FunctionalInterface
  public interface Listener<V> {
    /** The value, null if the key was deleted, goes to the store below. */
    void written(String key, @Nullable V value);
  }

  private final KeyValueStore<Bytes, byte[]> below;
  private final ValueForm<V> form;
  private final int capacity;
  private final LinkedHashMap<String, Entry<V>> memory = new LinkedHashMap<>(1024, 0.75f, true);

  /** Those to be written; some may have been crowded out, and so written, since. */
  private final List<Entry<V>> unwritten = new ArrayList<>();

  private Listener<V> listener = (key, value) -> {};

  WriteBehindStore(KeyValueStore<Bytes, byte[]> below, ValueForm<V> form, int capacity) {
    this.below = below;
    this.form = form;
    this.capacity = capacity;
  }

  /** From now on this listener is told, and nobody else. */
  public void onWrite(Listener<V> newListener) {
    this.listener = newListener;
  }

  /** The value of a key, or null. */
  public @Nullable V get(String key) {
    Entry<V> entry = memory.get(key);
    if (entry == null) {
      byte[] bytes = below.get(raw(key));
      entry = new Entry<>(key, bytes == null ? null : form.decode(bytes));
      hold(entry);
    }
    return entry.value;
  }

  /** Puts a value, or says that a value it holds has changed. */
  public void put(String key, V value) {
    write(key, value);
  }

  /** Deletes a key. */
  public void delete(String key) {
    write(key, null);
  }

  private void write(String key, @Nullable V value) {
    Entry<V> entry = memory.get(key);
    if (entry == null) {
      entry = new Entry<>(key, value);
      hold(entry);
    }
    entry.value = value;
    if (!entry.unwritten) {
      entry.unwritten = true;
      unwritten.add(entry);
    }
  }

  private void hold(Entry<V> entry) {
    if (memory.size() >= capacity) {
      crowdOut();
    }
    memory.put(entry.key, entry);
  }

  private void crowdOut() {
    Iterator<Entry<V>> oldest = memory.values().iterator();
    Entry<V> entry = oldest.next();
    if (entry.unwritten) {
      below.put(raw(entry.key), encoded(entry));
      written(entry);
    }
    oldest.remove();
  }

  private byte @Nullable [] encoded(Entry<V> entry) {
    V value = entry.value;
    return value == null ? null : form.encode(value);
  }

  private void written(Entry<V> entry) {
    entry.unwritten = false;
    listener.written(entry.key, entry.value);
  }

  /** Every value whose key begins so, in the order of keys; unwritten ones are written first. */
  public List<V> withPrefix(String prefix) {
    flushCache();
    List<V> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = below.prefixScan(prefix, new StringSerializer())) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        found.add(form.decode(next.value));
      }
    }
    return found;
  }

  private static Bytes raw(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flushCache() {
    for (int from = 0; from < unwritten.size(); from += BATCH) {
      writeBelow(unwritten.subList(from, Math.min(unwritten.size(), from + BATCH)));
    }
    unwritten.clear();
  }

  private void writeBelow(List<Entry<V>> entries) {
    List<KeyValue<Bytes, byte[]>> records = new ArrayList<>(entries.size());
    for (Entry<V> entry : entries) {
      if (entry.unwritten) {
        records.add(KeyValue.pair(raw(entry.key), encoded(entry)));
      }
    }
    below.putAll(records);
    for (Entry<V> entry : entries) {
      if (entry.unwritten) {
        written(entry);
      }
    }
  }

  @Override
  public void clearCache() {
    forget();
  }

  private void forget() {
    memory.clear();
    unwritten.clear();
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> flushListener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    forget();
    below.init(context, root);
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    below.commit(changelogOffsets);
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    return below.committedOffset(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // the task manager may still ask
  public boolean managesOffsets() {
    return below.managesOffsets();
  }

  @Override
  public void close() {
    forget();
    below.close();
  }

  @Override
  public boolean persistent() {
    return below.persistent();
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public Position getPosition() {
    return below.getPosition();
  }
}
