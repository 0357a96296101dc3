package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.RecommendConfig;
import io.millrace.runtime.config.Configuration;
import io.millrace.standalone.console.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How fast the service answers: the whole system with a model of a data set under a load from
 * another process. One thread, one run.
 */
public final class ServeBench {
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
  public record Options(BenchSystem.Options system, LoadPlan plan, @Nullable Path report) {}

  /**
   * A measurement.
   *
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public ServeBench(
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
    new Measurement(system, console, options.report())
        .run(url -> measured(url, system.users(options.plan().seed())), ServeBench::table);
    return 0;
  }

  private ObjectNode measured(String url, Path users) throws InterruptedException {
    LoadPlan plan = options.plan();
    console.say(
        "asking %.0f times a second at random moments, %d s to warm up and %d s measured",
        plan.rate(), plan.warmUp().toSeconds(), plan.measured().toSeconds());
    ProcessorTime processor = new ProcessorTime();
    LoadResult result = LoadProcess.run(url, users, plan);
    double cores = processor.cores();
    RecommendConfig config = configuration.apply(Map.of()).bind("recommend", RecommendConfig.class);
    return result
        .json()
        .put("systemCores", cores)
        .put("candidates", config.retrieval().candidates());
  }

  private static String first(String error) {
    return error.isEmpty() ? "" : " (the first: " + error + ")";
  }

  private static String table(ObjectNode result) {
    return String.format(
        Locale.ROOT,
        "%d candidates ranked, %.0f requests/s: p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, max"
            + " %.1f; %d requests, %d answered, %d shed, %d errors%s; %.0f answers/s; %.2f cores,"
            + " and %.2f of the load, which was late by %.1f ms at its 99th percentile; event loops"
            + " blocked %d times",
        result.path("candidates").asInt(),
        result.path("rate").asDouble(),
        result.path("p50Ms").asDouble(),
        result.path("p90Ms").asDouble(),
        result.path("p99Ms").asDouble(),
        result.path("p999Ms").asDouble(),
        result.path("maxMs").asDouble(),
        result.path("requests").asLong(),
        result.path("ok").asLong(),
        result.path("shed").asLong(),
        result.path("errors").asLong(),
        first(result.path("firstError").asText()),
        result.path("ok").asLong() / result.path("seconds").asDouble(),
        result.path("systemCores").asDouble(),
        result.path("loadCores").asDouble(),
        result.path("lateP99Ms").asDouble(),
        result.path("blockedLoops").asLong());
  }
}
