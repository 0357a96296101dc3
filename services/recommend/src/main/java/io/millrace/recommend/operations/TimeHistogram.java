package io.millrace.recommend.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.millrace.recommend.http.Json;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How often something took how long since the start: the sum of some timers' histograms.
 *
 * @param count all of them
 * @param upTo how many took at most so many milliseconds, by that bound
 */
record TimeHistogram(long count, TreeMap<Double, Long> upTo) {
  static TimeHistogram of(Collection<Timer> timers) {
    TreeMap<Double, Long> upTo = new TreeMap<>();
    long count = 0;
    for (Timer timer : timers) {
      count += timer.count();
      for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
        double millis = bucket.bucket(TimeUnit.MILLISECONDS);
        if (Double.isFinite(millis)) {
          upTo.merge(millis, Math.round(bucket.count()), Long::sum);
        }
      }
    }
    return new TimeHistogram(count, upTo);
  }

  /**
   * The time that so many do not exceed, milliseconds, by a straight line within the bucket; the
   * last bound for what lies beyond it; 0 if there is nothing.
   *
   * @param share 0 to 1
   */
  double quantile(double share) {
    double wanted = share * count;
    double from = 0;
    long before = 0;
    for (Map.Entry<Double, Long> bucket : upTo.entrySet()) {
      long within = bucket.getValue() - before;
      if (within > 0 && bucket.getValue() >= wanted) {
        return from + (bucket.getKey() - from) * Math.max(0, wanted - before) / within;
      }
      from = bucket.getKey();
      before = bucket.getValue();
    }
    return count == 0 ? 0 : from;
  }

  /** Count, three quantiles, and the buckets as cumulative counts. */
  ObjectNode json() {
    ObjectNode node =
        Json.object()
            .put("count", count)
            .put("p50Ms", rounded(quantile(0.5)))
            .put("p95Ms", rounded(quantile(0.95)))
            .put("p99Ms", rounded(quantile(0.99)));
    ArrayNode buckets = node.putArray("buckets");
    upTo.forEach((millis, n) -> buckets.addObject().put("upToMs", millis).put("count", n));
    return node;
  }

  private static double rounded(double millis) {
    return Math.round(millis * 100) / 100.0;
  }
}
