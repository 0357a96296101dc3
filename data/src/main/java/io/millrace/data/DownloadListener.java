package io.millrace.data;

/** Told how a download goes, from the thread that downloads. */
public interface DownloadListener {
  /** Tells nobody. */
  DownloadListener NONE = new DownloadListener() {};

  /**
   * Before the first byte.
   *
   * @param name of the release
   * @param from its address
   * @param licence a word on its terms, to be shown to the user
   */
  default void started(String name, String from, String licence) {}

  /**
   * Some bytes on.
   *
   * @param bytes so far
   * @param total of the file, -1 where the host does not tell
   */
  default void progressed(long bytes, long total) {}

  /** Checked and in the cache. */
  default void finished() {}
}
