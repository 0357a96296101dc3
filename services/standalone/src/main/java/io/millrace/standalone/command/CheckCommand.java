package io.millrace.standalone.command;

import io.millrace.standalone.check.Api;
import io.millrace.standalone.check.Checks;
import io.millrace.standalone.check.Checks.Outcome;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exercises every endpoint of a running service. */
@Command(
    name = "check",
    description = "Exercises every endpoint of a running service and prints a table.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace check --url http://localhost:8080"})
public final class CheckCommand implements Callable<Integer> {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Where the service is (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("check");
    try (Api api = new Api(url)) {
      List<Outcome> outcomes = new Checks(api).run();
      Console.standard().say("%s", table(outcomes));
      long failed = outcomes.stream().filter(outcome -> !outcome.ok()).count();
      Console.standard().say("%d passed, %d failed", outcomes.size() - failed, failed);
      return failed == 0 ? 0 : 1;
    }
  }

  private static Table table(List<Outcome> outcomes) {
    Table table = new Table("endpoint", "", "answer", "ms");
    for (Outcome outcome : outcomes) {
      table.row(
          outcome.endpoint(),
          outcome.ok() ? "ok" : "FAILED",
          outcome.detail(),
          String.format(Locale.ROOT, "%.1f", outcome.millis()));
    }
    return table;
  }
}
