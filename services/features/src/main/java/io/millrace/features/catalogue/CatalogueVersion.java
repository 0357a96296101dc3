package io.millrace.features.catalogue;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes of the global table, so that its readers need not look at it where nothing has
 * changed. Thread-safe: the table's thread counts after it wrote, readers ask before they read.
 */
public final class CatalogueVersion {
  private final AtomicLong changes = new AtomicLong();

  /** The table has changed. */
  void changed() {
    changes.incrementAndGet();
  }

  /** Changes so far. */
  long now() {
    return changes.get();
  }
}
