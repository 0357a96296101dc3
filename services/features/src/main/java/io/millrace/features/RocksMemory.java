package io.millrace.features;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all stores of one service share: blocks, indexes, filters and write buffers.
 * Closed after the stores. Thread-safe.
 */
final class RocksMemory implements AutoCloseable {
  private final Cache cache;
  private final WriteBufferManager writeBuffers;

  RocksMemory(int mebibytes) {
    RocksDB.loadLibrary();
    long bytes = mebibytes * 1024L * 1024;
    this.cache = new LRUCache(bytes);
    this.writeBuffers = new WriteBufferManager(bytes / 2, cache);
  }

  Cache cache() {
    return cache;
  }

  WriteBufferManager writeBuffers() {
    return writeBuffers;
  }

  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }
}
