package io.millrace.tests.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.tests.house.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every alert can fire, need not, goes by metrics that exist, and says what to do. */
@Execution(ExecutionMode.CONCURRENT)
final class AlertRulesTest {
  private static final List<String> SECTIONS =
      List.of("## What users notice", "## Confirm", "## Do", "## How to know that it is over");

  private static final Pattern ASKS_THE_API =
      Pattern.compile("(?<![A-Z])URL/(v1|metrics)|--url URL|\\$r/v1");

  private final List<AlertRules.Rule> rules = AlertRules.all();
  private final Path runbooks = Repository.here().root().resolve("ops/runbooks");

  @Test
  void shouldBeValidConfiguration() throws Exception {
    promtool("check", "config", "prometheus.yml");
  }

  @Test
  void shouldFireAndKeepQuietAsTheirCasesSay() throws Exception {
    for (String file : AlertRules.TESTS) {
      promtool("test", "rules", file);
    }
  }

  @Test
  void shouldEachHaveACaseThatFiresAndOneThatDoesNot() {
    Map<String, AlertRules.Cases> cases = AlertRules.cases();
    assertThat(cases.keySet()).isEqualTo(names());
    assertThat(cases)
        .allSatisfy(
            (alert, of) -> {
              assertThat(of.firing()).as(alert + " fires").isPositive();
              assertThat(of.quiet()).as(alert + " keeps quiet").isPositive();
            });
  }

  @Test
  void shouldGoByMetricsOfTheReference() {
    Set<String> known = MetricsReference.read().series();
    for (AlertRules.Rule rule : rules) {
      assertThat(known).as(rule.name()).containsAll(UsedMetrics.in(rule.text()));
    }
  }

  @Test
  void shouldEachHaveARunbookAndEachRunbookAnAlert() throws IOException {
    Set<String> present = new TreeSet<>();
    try (Stream<Path> files = Files.list(runbooks)) {
      files.map(file -> file.getFileName().toString()).forEach(present::add);
    }
    assertThat(present)
        .isEqualTo(names().stream().map(name -> name + ".md").collect(Collectors.toSet()));
    for (AlertRules.Rule rule : rules) {
      assertThat(rule.text()).contains("runbook: ops/runbooks/" + rule.name() + ".md");
      assertThat(Repository.text(runbooks.resolve(rule.name() + ".md")))
          .startsWith("# " + rule.name() + ": ")
          .contains(SECTIONS);
    }
  }

  /** What a runbook asks of the API needs a key where there are keys. */
  @Test
  void shouldSayHowToGiveAKeyWhereOneIsNeeded() {
    for (String name : names()) {
      String runbook = Repository.text(runbooks.resolve(name + ".md"));
      if (ASKS_THE_API.matcher(runbook).find()) {
        assertThat(runbook).as(name).contains("(../README.md#with-api-keys)");
      }
    }
    assertThat(Repository.text(runbooks.resolveSibling("README.md")))
        .contains("### With API keys\n", "Authorization: Bearer", "--api-key-file");
  }

  @Test
  void shouldShowHowPrometheusGivesAKey(@TempDir Path directory) throws Exception {
    String shown = Files.readString(AlertRules.directory().resolve("prometheus.yml"));
    String used = shown.replace("# authorization: ", "authorization: ");
    assertThat(used).isNotEqualTo(shown);
    Files.copy(AlertRules.directory().resolve("alerts.yml"), directory.resolve("alerts.yml"));
    Path file = Files.writeString(directory.resolve("with-key.yml"), used);
    promtool("check", "config", "--syntax-only", file.toString());
  }

  private Set<String> names() {
    return rules.stream().map(AlertRules.Rule::name).collect(Collectors.toSet());
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(installed()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(AlertRules.directory().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, said).isZero();
  }

  private static String installed() {
    List<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(directory -> Path.of(directory, "promtool"))
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(
        !found.isEmpty(),
        "promtool is not on the PATH: install Debian's prometheus to test alerts");
    return found.getFirst().toString();
  }
}
