package io.millrace.features.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds a {@link WriteBehindStore} over a persistent store with a changelog.
 *
 * @param <V> a decoded value
 */
public final class WriteBehindStores<V> implements StoreBuilder<WriteBehindStore<V>> {
  private final StoreBuilder<KeyValueStore<Bytes, byte[]>> below;
  private final ValueForm<V> form;
  private final int capacity;

  /**
   * A store.
   *
   * @param name its name, part of the changelog's
   * @param form how values are stored
   * @param capacity most values held in memory, at least 1
   */
  public WriteBehindStores(String name, ValueForm<V> form, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(name + ": capacity must be at least 1, was " + capacity);
    }
    this.below =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Changelogs.settings());
    this.form = form;
    this.capacity = capacity;
  }

  @Override
  public WriteBehindStore<V> build() {
    return new WriteBehindStore<>(below.build(), form, capacity);
  }

  @Override
  public StoreBuilder<WriteBehindStore<V>> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<V>> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<V>> withLoggingEnabled(Map<String, String> config) {
    below.withLoggingEnabled(config);
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<V>> withLoggingDisabled() {
    below.withLoggingDisabled();
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return below.logConfig();
  }

  @Override
  public boolean loggingEnabled() {
    return below.loggingEnabled();
  }

  @Override
  public String name() {
    return below.name();
  }
}
