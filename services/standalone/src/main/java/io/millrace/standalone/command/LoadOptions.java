package io.millrace.standalone.command;

import io.millrace.standalone.load.LoadPlan;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say how a service is asked. */
final class LoadOptions {
  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Requests a second on average, at random moments (default: ${DEFAULT-VALUE}).")
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
      description = "Asked so long before, in seconds (default: ${DEFAULT-VALUE}).")
  private long warmUp;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "10",
      description = "Items asked for (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "256",
      description = "Most connections at once (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the moments and of who asks (default: ${DEFAULT-VALUE}).")
  private long seed;

  LoadPlan plan() {
    return new LoadPlan(
        rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), items, connections, seed);
  }
}
