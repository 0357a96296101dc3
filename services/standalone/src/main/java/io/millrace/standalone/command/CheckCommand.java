package io.millrace.standalone.command;

import io.millrace.runtime.UserFault;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.check.Checks;
import io.millrace.standalone.check.Checks.Outcome;
import io.millrace.standalone.console.Bar;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import io.millrace.standalone.demo.Latencies;
import io.millrace.standalone.demo.ServingProbe;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exercises every endpoint of a running service. */
@Command(
    name = "check",
    description =
        "Exercises every endpoint of a running service and prints a table. A training is asked for"
            + " too.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace check --url http://localhost:8080",
      "  millrace check --requests 3000 --rate 100    also measures latency, open loop",
      "  millrace check --url https://millrace.example --api-key-file check.key"
    })
public final class CheckCommand implements Callable<Integer> {
  private static final long SEED = 20261123;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Also send so many requests for recommendations and print their latency.")
  private int requests;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Requests a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("check");
    if (requests < 0) {
      throw new UserFault("--requests: must be at least 0, was " + requests);
    }
    if (!(rate > 0 && rate <= 100_000)) {
      throw new UserFault("--rate: must be above 0 and at most 100000, was " + rate);
    }
    try (Api api = service.open()) {
      // Before the checks, of which one starts a training.
      if (requests > 0) {
        measure(api);
      }
      List<Outcome> outcomes = new Checks(api, true).run();
      Console.standard().say("%s", table(outcomes));
      long failed = outcomes.stream().filter(outcome -> !outcome.ok()).count();
      Console.standard().say("%d passed, %d failed", outcomes.size() - failed, failed);
      return failed == 0 ? 0 : 1;
    }
  }

  private void measure(Api api) throws InterruptedException {
    Console console = Console.standard();
    Latencies of;
    try (Bar bar = console.bar("requests", requests)) {
      of = ServingProbe.create(api, SEED).measure(requests, rate, asked -> bar.to(asked, ""));
    }
    console.say(
        "GET recommendations at %.0f/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms (%d"
            + " answers)%s",
        rate,
        of.p50Ms(),
        of.p95Ms(),
        of.p99Ms(),
        of.maxMs(),
        of.samples(),
        of.failures() == 0 ? "" : "; " + of.failed());
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
