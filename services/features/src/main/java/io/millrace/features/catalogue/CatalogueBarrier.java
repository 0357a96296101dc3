package io.millrace.features.catalogue;

/**
 * Asked when a rating names an item that the global table does not have: the table is read by a
 * thread of its own and may be behind the catalogue that was written before the rating.
 * Thread-safe.
 */
public interface CatalogueBarrier {
  /** The table is as it is: waits for nothing. */
  CatalogueBarrier NONE =
      new CatalogueBarrier() {
        @Override
        public void reached(int partition, long offset) {}

        @Override
        public void awaitCurrent() {}
      };

  /** The table holds the record at this offset of {@code items.v1}. */
  void reached(int partition, long offset);

  /** Returns when the table holds what was on {@code items.v1} at the call, or after a time-out. */
  void awaitCurrent();
}
