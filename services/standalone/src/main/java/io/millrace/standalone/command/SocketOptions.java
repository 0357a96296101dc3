package io.millrace.standalone.command;

import io.millrace.standalone.load.SocketPlan;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say who subscribes and how often somebody rates. */
final class SocketOptions {
  @Option(
      names = "--subscribers",
      paramLabel = "N",
      defaultValue = "1000",
      description = "WebSockets, each of a user of its own (default: ${DEFAULT-VALUE}).")
  private int subscribers;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Events a second of all together on average, at random moments (default:"
              + " ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Measured for so long (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "15",
      description = "Events so long before, in seconds (default: ${DEFAULT-VALUE}).")
  private long warmUp;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "10",
      description = "Items of each list (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the moments and of who rates what (default: ${DEFAULT-VALUE}).")
  private long seed;

  SocketPlan plan() {
    return new SocketPlan(
        subscribers, rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), items, seed);
  }
}
