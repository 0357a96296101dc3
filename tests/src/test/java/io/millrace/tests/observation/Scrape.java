package io.millrace.tests.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format: the series of a family follow the line that tells its type. */
final class Scrape {
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  private Scrape() {}

  /** The families of a scrape, in its order. */
  static List<MetricFamily> families(String text) {
    List<MetricFamily> families = new ArrayList<>();
    String name = "";
    String type = "";
    Set<String> labels = new TreeSet<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        add(families, name, type, labels);
        String[] words = line.split(" ", -1);
        name = words[2];
        type = words[3];
        labels = new TreeSet<>();
      } else if (!line.startsWith("#")) {
        labels.addAll(labels(line));
      }
    }
    add(families, name, type, labels);
    return families;
  }

  private static void add(
      List<MetricFamily> families, String name, String type, Set<String> labels) {
    if (!name.isEmpty()) {
      families.add(new MetricFamily(name, type, labels));
    }
  }

  private static Set<String> labels(String series) {
    Set<String> labels = new TreeSet<>();
    Matcher matcher = LABEL.matcher(series);
    while (matcher.find()) {
      labels.add(matcher.group(1));
    }
    labels.remove("le");
    return labels;
  }
}
