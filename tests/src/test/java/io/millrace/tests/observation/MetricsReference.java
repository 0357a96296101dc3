package io.millrace.tests.observation;

import io.millrace.tests.house.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/metrics.md} says: the tables of its sections. */
final class MetricsReference {
  private static final String EVERYWHERE = "Every process";
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9_]+)` \\| (\\w+) \\|([a-z_, ]*)\\| (.+) \\|");

  private record Row(String section, MetricFamily family) {}

  private final List<Row> rows = new ArrayList<>();

  private MetricsReference(String text) {
    String section = "";
    for (String line : text.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        section = line.substring(3).strip();
      } else if (row.matches()) {
        rows.add(
            new Row(section, new MetricFamily(row.group(1), row.group(2), labels(row.group(3)))));
      } else if (line.startsWith("| `")) {
        throw new AssertionError(
            "docs/metrics.md: must be | `name` | type | labels | meaning |: " + line);
      }
    }
  }

  /** Reads the page. */
  static MetricsReference read() {
    return new MetricsReference(
        Repository.text(Repository.here().root().resolve("docs/metrics.md")));
  }

  private static Set<String> labels(String cell) {
    Set<String> labels = new TreeSet<>();
    for (String label : cell.split(",", -1)) {
      if (!label.isBlank()) {
        labels.add(label.strip());
      }
    }
    return labels;
  }

  /** What a service must give. */
  List<MetricFamily> of(String service) {
    return rows.stream()
        .filter(row -> row.section().equals(service) || row.section().equals(EVERYWHERE))
        .map(Row::family)
        .toList();
  }

  /** The time series of all services. */
  Set<String> series() {
    return rows.stream().flatMap(row -> row.family().series().stream()).collect(Collectors.toSet());
  }
}
