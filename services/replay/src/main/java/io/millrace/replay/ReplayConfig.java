package io.millrace.replay;

import io.millrace.data.DatasetOptions;
import io.millrace.runtime.config.AtLeast;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to replay, and how. Section {@code replay}.
 *
 * @param data name of a data set, or the path of a directory or zip
 * @param cacheDir where downloads are kept; null for the usual cache
 * @param speed {@code max}, {@code N/s} events a second, or {@code Nx} times as fast as it happened
 * @param limit at most so many ratings of the range; 0 for all
 * @param from where the range begins: a fraction of the ratings (0 to 1), or an ISO date or moment
 * @param to where it ends, exclusive; likewise
 * @param strict whether a malformed line stops the replay before it begins, instead of going to the
 *     topic as it is, to end up among the rejects
 */
public record ReplayConfig(
    String data,
    @Nullable String cacheDir,
    String speed,
    @AtLeast(0) long limit,
    String from,
    String to,
    boolean strict) {
  public ReplayConfig {
    Speed.parse(speed);
    Bound.parse("from", from);
    Bound.parse("to", to);
  }

  /** Everything of a data set, as fast as it goes. */
  public static ReplayConfig of(String data) {
    return new ReplayConfig(data, null, "max", 0, "0", "1", false);
  }

  public ReplayConfig withSpeed(String newSpeed) {
    return new ReplayConfig(data, cacheDir, newSpeed, limit, from, to, strict);
  }

  public ReplayConfig withLimit(long newLimit) {
    return new ReplayConfig(data, cacheDir, speed, newLimit, from, to, strict);
  }

  public ReplayConfig withRange(String newFrom, String newTo) {
    return new ReplayConfig(data, cacheDir, speed, limit, newFrom, newTo, strict);
  }

  /** How to open the data set. */
  public DatasetOptions datasetOptions() {
    DatasetOptions options = DatasetOptions.standard().withTolerance(!strict);
    return cacheDir == null ? options : options.withCache(Path.of(cacheDir));
  }
}
