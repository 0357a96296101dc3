package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.config.Configuration;
import io.millrace.standalone.console.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How soon subscribers are told: the whole system with a model of a data set, under subscribers and
 * events from another process. One thread, one run.
 */
public final class SocketBench {
  private final Options options;
  private final Console console;
  private final Function<Map<String, String>, Configuration> configuration;

  /**
   * What is measured.
   *
   * @param system with which model
   * @param plan the load
   * @param report where the result is written as JSON; null for nowhere
   */
  public record Options(BenchSystem.Options system, SocketPlan plan, @Nullable Path report) {}

  /**
   * A measurement.
   *
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public SocketBench(
      Options options,
      Console console,
      Function<Map<String, String>, Configuration> configuration) {
    this.options = options;
    this.console = console;
    this.configuration = configuration;
  }

  /**
   * Prepares, measures, tells.
   *
   * @return the exit code
   */
  public int run() throws InterruptedException {
    BenchSystem system = new BenchSystem(options.system(), console, configuration);
    new Measurement(system, console, options.report()).run(this::measured, SocketBench::table);
    return 0;
  }

  private ObjectNode measured(String url) throws InterruptedException {
    SocketPlan plan = options.plan();
    console.say(
        "%d subscribers, %.0f events a second at random moments, %d s to warm up and %d s measured",
        plan.subscribers(), plan.rate(), plan.warmUp().toSeconds(), plan.measured().toSeconds());
    return LoadProcess.run(url, plan).json();
  }

  private static String table(ObjectNode result) {
    return String.format(
        Locale.ROOT,
        "%d subscribers, %.0f events/s: from event to push p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9"
            + " %.1f, max %.1f; %d events, %d pushed (in %d lists), %d shed, %d errors, %d sockets"
            + " closed; the load took %.2f cores and was late by %.1f ms at its 99th percentile;"
            + " event loops blocked %d times",
        result.path("subscribers").asInt(),
        result.path("rate").asDouble(),
        result.path("p50Ms").asDouble(),
        result.path("p90Ms").asDouble(),
        result.path("p99Ms").asDouble(),
        result.path("p999Ms").asDouble(),
        result.path("maxMs").asDouble(),
        result.path("events").asLong(),
        result.path("pushed").asLong(),
        result.path("pushes").asLong(),
        result.path("shed").asLong(),
        result.path("errors").asLong(),
        result.path("closed").asLong(),
        result.path("loadCores").asDouble(),
        result.path("lateP99Ms").asDouble(),
        result.path("blockedLoops").asLong());
  }
}
