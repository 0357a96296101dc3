package io.millrace.standalone.command;

import io.millrace.standalone.console.Console;
import io.millrace.standalone.demo.Demo;
import io.millrace.standalone.demo.DemoOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole system in one process. */
@Command(
    name = "demo",
    description =
        "The whole system in one process: embedded Kafka, replay, features, training, REST and"
            + " WebSocket.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace demo --data ml-100k --once --report report.json",
      "  millrace demo --data sample --limit 20000 --port 0",
      "  millrace demo --dir ./demo --speed 20000/s"
    })
public final class DemoCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "ml-100k, ml-1m, ml-latest-small, ml-20m, ml-25m, ml-32m, sample, a directory or a"
              + " GroupLens zip (default: ml-1m).")
  @Nullable String data;

  @Option(names = "--once", description = "End after the first model serves and the checks ran.")
  boolean once;

  @Option(names = "--report", paramLabel = "FILE", description = "Write what was measured as JSON.")
  @Nullable Path report;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the service, 0 for a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      defaultValue = "max",
      description = "Of the replay: max, N/s or Nx (default: ${DEFAULT-VALUE}).")
  String speed = "max";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many events, 200 at least; 0 for all.")
  long limit;

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description = "Keep everything here (default: a temporary directory that goes at the end).")
  @Nullable Path directory;

  @Override
  public Integer call() throws InterruptedException {
    DemoOptions demo = new DemoOptions(data, once, report, port, speed, limit, directory);
    return new Demo(demo, Console.standard(), defaults -> options.load("demo", defaults)).run();
  }
}
