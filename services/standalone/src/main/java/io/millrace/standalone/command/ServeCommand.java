package io.millrace.standalone.command;

import io.millrace.standalone.console.Console;
import io.millrace.standalone.load.ServeBench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast the whole system answers. */
@Command(
    name = "serve",
    description =
        "Starts the system with a model of a data set (made on first use, then kept) and asks it"
            + " for recommendations from another process, open loop.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace bench serve --data ml-100k --rate 300 --report serve.json",
      "  millrace bench serve --data ml-1m --rate 1000 --set recommend.retrieval.candidates=300"
    })
public final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();
  @Mixin private BenchSystemOptions system = new BenchSystemOptions();
  @Mixin private LoadOptions load = new LoadOptions();

  @Option(names = "--report", paramLabel = "FILE", description = "Write what was measured as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    ServeBench.Options asked = new ServeBench.Options(system.options(), load.plan(), report);
    return new ServeBench(asked, Console.standard(), defaults -> options.load("demo", defaults))
        .run();
  }
}
