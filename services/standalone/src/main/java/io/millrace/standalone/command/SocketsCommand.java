package io.millrace.standalone.command;

import io.millrace.standalone.console.Console;
import io.millrace.standalone.load.SocketBench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon subscribers are told. */
@Command(
    name = "sockets",
    description =
        "Starts the system with a model of a data set (made on first use, then kept), subscribes to"
            + " users over WebSocket from another process, and rates for them, open loop.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace bench sockets --data ml-100k --subscribers 1000 --rate 1000 --report sockets.json"
    })
public final class SocketsCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();
  @Mixin private BenchSystemOptions system = new BenchSystemOptions();
  @Mixin private SocketOptions sockets = new SocketOptions();

  @Option(names = "--report", paramLabel = "FILE", description = "Write what was measured as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    SocketBench.Options asked = new SocketBench.Options(system.options(), sockets.plan(), report);
    return new SocketBench(asked, Console.standard(), defaults -> options.load("demo", defaults))
        .run();
  }
}
