package io.millrace.tests.observation;

import io.millrace.tests.house.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The alert rules in {@code ops/prometheus}, and the cases of their tests. */
final class AlertRules {
  /** Files of their cases. */
  static final List<String> TESTS = List.of("alerts-test.yml", "alerts-days-test.yml");

  private static final Pattern NEXT = Pattern.compile("(?m)^ {6}- alert: ");
  private static final Pattern CASE =
      Pattern.compile("(?m)^ +alertname: (\\w+)\\R +exp_alerts:( \\[\\])?$");

  /**
   * A rule.
   *
   * @param name of the alert
   * @param text of the rule: expression, labels, annotations
   */
  record Rule(String name, String text) {}

  /**
   * How many cases of its tests expect an alert, and how many do not.
   *
   * @param firing in which it fires
   * @param quiet in which it does not
   */
  record Cases(int firing, int quiet) {}

  private AlertRules() {}

  /** Where rules and tests lie. */
  static Path directory() {
    return Repository.here().root().resolve("ops/prometheus");
  }

  /** Every rule. */
  static List<Rule> all() {
    String text = Repository.text(directory().resolve("alerts.yml"));
    return NEXT.splitAsStream(text)
        .skip(1)
        .map(rule -> new Rule(rule.lines().findFirst().orElseThrow().strip(), rule))
        .toList();
  }

  /** The cases of the tests, by alert. */
  static Map<String, Cases> cases() {
    String text =
        TESTS.stream()
            .map(file -> Repository.text(directory().resolve(file)))
            .collect(Collectors.joining());
    Map<String, Cases> cases = new TreeMap<>();
    for (MatchResult found : CASE.matcher(text).results().toList()) {
      Cases one = found.group(2) == null ? new Cases(1, 0) : new Cases(0, 1);
      cases.merge(
          found.group(1), one, (a, b) -> new Cases(a.firing() + b.firing(), a.quiet() + b.quiet()));
    }
    return cases;
  }
}
