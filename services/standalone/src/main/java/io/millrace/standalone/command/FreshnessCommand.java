package io.millrace.standalone.command;

import io.millrace.standalone.console.Console;
import io.millrace.standalone.load.FreshnessBench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon an event changes answers. */
@Command(
    name = "freshness",
    description =
        "Starts the system with a model of a data set (made on first use, then kept), its services"
            + " as processes of their own, and times how soon an event changes answers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace bench freshness --data ml-100k --report freshness.json",
      "  millrace bench freshness --data ml-100k --together"
    })
public final class FreshnessCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();
  @Mixin private BenchSystemOptions system = new BenchSystemOptions();

  @Option(
      names = "--together",
      description =
          "All of it in one process, as in the demo (default: features and recommend apart).")
  private boolean together;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Events after which the user's own answer is asked for (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--item-samples",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Events after which others' answers are asked for; each leaves a rating (default:"
              + " ${DEFAULT-VALUE}).")
  private int itemSamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the moments and of who rates what (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--report", paramLabel = "FILE", description = "Write what was measured as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    FreshnessBench.Options asked =
        new FreshnessBench.Options(
            system.options(),
            together,
            options.arguments("demo"),
            samples,
            itemSamples,
            seed,
            report);
    return new FreshnessBench(asked, Console.standard(), defaults -> options.load("demo", defaults))
        .run();
  }
}
