package io.millrace.features;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Puts every store on the service's shared memory, and lets none keep what is deleted for long.
 * Both travel in the configuration.
 */
public final class BoundedRocks implements RocksDBConfigSetter {
  static final String MEMORY = "millrace.rocksdb.memory";

  private static final double MEMTABLE_FILTER_SHARE = 0.05;

  /** {@link Long}: seconds after which a file is written anew without what is deleted. */
  static final String COMPACTION_SECONDS = "millrace.rocksdb.compaction.seconds";

  /** The list of files, which has their first and last keys, is written anew when it is longer. */
  private static final long MANIFEST_BYTES = 64L * 1024;

  private static final long WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(MEMORY) instanceof RocksMemory memory)
        || !(options.tableFormatConfig() instanceof BlockBasedTableConfig table)) {
      throw new IllegalStateException(MEMORY + ": must be in the configuration of the stream");
    }
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setPinL0FilterAndIndexBlocksInCache(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers());
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(3);
    options.setMaxManifestFileSize(MANIFEST_BYTES);
    if (configs.get(COMPACTION_SECONDS) instanceof Long seconds) {
      options.setPeriodicCompactionSeconds(seconds);
    }
    // Most ratings are the user's first of the item: filters answer that without a search.
    options.setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER_SHARE);
    options.setMemtableWholeKeyFiltering(true);
  }

  @Override
  public void close(String storeName, Options options) {}
}
