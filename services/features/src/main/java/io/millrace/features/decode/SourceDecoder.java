package io.millrace.features.decode;

import io.millrace.schemas.Keys;

/** What one source topic's records mean. */
interface SourceDecoder {
  /** In place of a partition: the record has been sent to where its user lives. */
  int HOME = -1;

  /**
   * Decodes and checks a record.
   *
   * @param partition the partition it stands on, or {@link #HOME}
   */
  Decoded decode(SourceRecord record, int partition);

  /** Whether a record of this user is where it should be. */
  static boolean isHome(String userId, int partition, int partitions) {
    return partition == HOME || partition == Keys.partition(userId, partitions);
  }
}
