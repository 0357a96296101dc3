package io.millrace.tests.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.tests.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The dashboards can be imported as they are, and show metrics that exist. */
final class DashboardsTest {
  private static final int COLUMNS = 24;

  private final Path directory = Repository.here().root().resolve("ops/grafana");
  private final Set<String> known = MetricsReference.read().series();

  @TestFactory
  Stream<DynamicTest> shouldShowMetricsOfTheReference() throws IOException {
    return dashboards().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    String.valueOf(file.getFileName()), () -> check(read(file))));
  }

  @Test
  void shouldEachHaveAnIdOfItsOwn() throws IOException {
    List<String> uids = new java.util.ArrayList<>();
    for (Path file : dashboards()) {
      uids.add(read(file).path("uid").asText());
    }
    assertThat(uids).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates().doesNotContain("");
  }

  /** What an alert goes by, one must be able to look at. */
  @Test
  void shouldShowWhatAlertsGoBy() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Path file : dashboards()) {
      read(file).findValuesAsText("expr").forEach(expr -> shown.addAll(UsedMetrics.in(expr)));
    }
    for (AlertRules.Rule rule : AlertRules.all()) {
      assertThat(shown).as(rule.name()).containsAll(UsedMetrics.in(rule.text()));
    }
  }

  private void check(JsonNode dashboard) {
    assertThat(dashboard.path("title").asText()).startsWith("Millrace");
    assertThat(dashboard.path("templating").path("list").findValuesAsText("name"))
        .contains("datasource");
    Set<String> places = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      String title = panel.path("title").asText();
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).as(title).isBetween(1, COLUMNS);
      assertThat(places.add(at.path("x") + "," + at.path("y"))).as(title).isTrue();
      List<String> expressions = panel.path("targets").findValuesAsText("expr");
      assertThat(expressions).as(title).isNotEmpty();
      for (String expression : expressions) {
        assertThat(known).as(title).containsAll(UsedMetrics.in(expression));
      }
    }
    assertThat(places).isNotEmpty();
  }

  private List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(file + ": must be JSON", e);
    }
  }
}
