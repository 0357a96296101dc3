package io.millrace.tests.observation;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A metric as Prometheus knows it.
 *
 * @param name without the suffixes of a histogram's or summary's series
 * @param type counter, gauge, histogram or summary
 * @param labels their names, but for the bucket's bound
 */
record MetricFamily(String name, String type, SortedSet<String> labels) {
  MetricFamily(String name, String type, Set<String> labels) {
    this(name, type, new TreeSet<>(labels));
  }

  /** The names of its time series. */
  Set<String> series() {
    return switch (type) {
      case "histogram" -> Set.of(name + "_bucket", name + "_sum", name + "_count");
      case "summary" -> Set.of(name + "_sum", name + "_count");
      default -> Set.of(name);
    };
  }
}
