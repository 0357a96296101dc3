package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.data.Dataset;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.data.Rating;
import io.millrace.recommend.RecommendConfig;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.demo.Demo;
import io.millrace.standalone.demo.DemoFault;
import io.millrace.standalone.demo.DemoOptions;
import io.millrace.standalone.demo.KeptSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How fast the service answers: the whole system with a model of a data set, which is made once and
 * kept, under a load from another process. One thread, one run.
 */
public final class ServeBench {
  private static final int MOST_USERS = 5000;
  private static final String PREPARED = "prepared";

  private final Options options;
  private final Console console;
  private final Function<Map<String, String>, Configuration> configuration;

  /**
   * What is measured.
   *
   * @param data name, directory or zip
   * @param plan the load
   * @param report where the result is written as JSON; null for nowhere
   * @param directory where the system with its model is kept
   */
  public record Options(
      String data, LoadPlan plan, @Nullable Path report, @Nullable Path directory) {}

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
    Dataset dataset = Datasets.open(options.data(), DatasetOptions.standard());
    Path directory = directory(dataset);
    if (!Files.exists(directory.resolve(PREPARED))) {
      prepare(directory);
    }
    DemoOptions kept = new DemoOptions(options.data(), false, null, 0, "max", 0, directory);
    try (Lifecycle lifecycle = new Lifecycle()) {
      KeptSystem system = KeptSystem.start(lifecycle, kept, configuration);
      console.say("waiting until the kept model serves at %s", system.url());
      system.awaitReady();
      ObjectNode result = measure(system.url(), users(dataset, directory));
      console.say("%s", table(result));
      write(result);
    }
    return 0;
  }

  private Path directory(Dataset dataset) {
    Path given = options.directory();
    return given != null
        ? given.toAbsolutePath()
        : DatasetOptions.defaultCache().resolve("bench").resolve(dataset.name());
  }

  private void prepare(Path directory) throws InterruptedException {
    console.say("no model is kept in %s: making one", directory);
    DemoOptions once = new DemoOptions(options.data(), true, null, 0, "max", 0, directory);
    if (new Demo(once, console, configuration).run() != 0) {
      throw new DemoFault("the system could not be prepared in " + directory);
    }
    try {
      Files.createFile(directory.resolve(PREPARED));
    } catch (IOException e) {
      throw new UserFault(directory + ": cannot be written (" + IoReason.of(e) + ")", e);
    }
  }

  /** Users of the data set, one a line. */
  private Path users(Dataset dataset, Path directory) {
    try (Stream<Rating> ratings = dataset.ratings()) {
      List<String> users = new ArrayList<>(ratings.map(Rating::userId).distinct().toList());
      Collections.shuffle(users, new Random(options.plan().seed()));
      Path file = directory.resolve("users.txt");
      return Files.write(file, users.subList(0, Math.min(MOST_USERS, users.size())));
    } catch (IOException e) {
      throw new UserFault(directory + ": cannot be written (" + IoReason.of(e) + ")", e);
    }
  }

  private ObjectNode measure(String url, Path users) throws InterruptedException {
    LoadPlan plan = options.plan();
    console.say(
        "asking %.0f times a second at random moments, %d s to warm up and %d s measured",
        plan.rate(), plan.warmUp().toSeconds(), plan.measured().toSeconds());
    LoadResult result = LoadProcess.run(url, users, plan);
    RecommendConfig config = configuration.apply(Map.of()).bind("recommend", RecommendConfig.class);
    try (Api api = new Api(url)) {
      return result
          .json()
          .put("data", options.data())
          .put("modelVersion", api.get("/v1/models").json().path("serving").asText())
          .put("candidates", config.retrieval().candidates())
          .put("processors", Runtime.getRuntime().availableProcessors());
    }
  }

  private static String table(ObjectNode result) {
    return String.format(
        Locale.ROOT,
        "%d candidates ranked, %.0f requests/s: p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, max"
            + " %.1f; %d requests, %d answered, %d shed, %d errors; %.0f answers/s",
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
        result.path("ok").asLong() / result.path("seconds").asDouble());
  }

  private void write(ObjectNode result) {
    Path report = options.report();
    if (report == null) {
      return;
    }
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.write(report, mapper.writeValueAsBytes(result));
      console.say("report: %s", report);
    } catch (IOException e) {
      throw new UserFault(
          "--report: must be a file that can be written, was %s (%s)"
              .formatted(report, IoReason.of(e)),
          e);
    }
  }
}
