package io.millrace.data;

import java.net.URI;
import java.nio.file.Path;

/**
 * How to open a data set.
 *
 * @param cache where downloads are kept; see {@link #defaultCache()}
 * @param tolerant whether malformed lines are skipped, counted and kept aside, instead of failing
 *     at the first; more than 10,000 of them fail all the same
 * @param mirror the directory of the web site that releases are downloaded from, ending in a slash
 * @param listener told of the progress of a download
 */
public record DatasetOptions(Path cache, boolean tolerant, URI mirror, DownloadListener listener) {
  /** GroupLens' own. */
  public static final URI GROUPLENS = URI.create("https://files.grouplens.org/datasets/movielens/");

  /** The default cache, strict, from GroupLens, quiet. */
  public static DatasetOptions standard() {
    return new DatasetOptions(defaultCache(), false, GROUPLENS, DownloadListener.NONE);
  }

  /** {@code $XDG_CACHE_HOME/millrace}, else {@code ~/.cache/millrace}. */
  public static Path defaultCache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("millrace");
  }

  public DatasetOptions withCache(Path directory) {
    return new DatasetOptions(directory, tolerant, mirror, listener);
  }

  public DatasetOptions withTolerance(boolean skipMalformed) {
    return new DatasetOptions(cache, skipMalformed, mirror, listener);
  }

  public DatasetOptions withMirror(URI directory) {
    return new DatasetOptions(cache, tolerant, directory, listener);
  }

  public DatasetOptions withListener(DownloadListener told) {
    return new DatasetOptions(cache, tolerant, mirror, told);
  }
}
