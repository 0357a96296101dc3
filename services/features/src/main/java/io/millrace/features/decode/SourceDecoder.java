package io.millrace.features.decode;

/** What one source topic's records mean. */
interface SourceDecoder {
  /**
   * Decodes and checks a record.
   *
   * @param partition the partition it is being processed on; not that of the record once it has
   *     been sent to where its user lives
   */
  Decoded decode(SourceRecord record, int partition);
}
