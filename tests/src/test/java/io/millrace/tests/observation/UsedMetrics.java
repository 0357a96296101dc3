package io.millrace.tests.observation;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the metrics that an expression of PromQL uses; Prometheus' own, like {@code up}, aside. */
final class UsedMetrics {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:millrace|jvm|process|system|disk|logback)_[a-z0-9_]+");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  private UsedMetrics() {}

  /** Names of time series in order. */
  static Set<String> in(String expression) {
    Set<String> names = new TreeSet<>();
    METRIC
        .matcher(QUOTED.matcher(expression).replaceAll("\"\""))
        .results()
        .map(MatchResult::group)
        .forEach(names::add);
    return names;
  }
}
