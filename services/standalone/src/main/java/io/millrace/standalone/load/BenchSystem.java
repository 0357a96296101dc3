package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.data.Dataset;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.data.Rating;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole system with a model of a data set, which is made once and kept, so that measurements
 * begin soon and are of the same. One thread.
 */
public final class BenchSystem {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_USERS = 5000;
  private static final String PREPARED = "prepared";
  private static final Pattern BLOCKED =
      Pattern.compile("(?m)^millrace_recommend_loops_blocked_total(?:\\{[^}]*})? ([0-9.E+]+)$");

  /**
   * Which.
   *
   * @param data name, directory or zip
   * @param directory where the system with its model is kept; null for the data sets' cache
   */
  public record Options(String data, @Nullable Path directory) {}

  private final Options options;
  private final Console console;
  private final Function<Map<String, String>, Configuration> configuration;
  private final Dataset dataset;
  private final Path directory;

  /**
   * A system, not made.
   *
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public BenchSystem(
      Options options,
      Console console,
      Function<Map<String, String>, Configuration> configuration) {
    this.options = options;
    this.console = console;
    this.configuration = configuration;
    this.dataset = Datasets.open(options.data(), DatasetOptions.standard());
    Path given = options.directory();
    this.directory =
        given != null
            ? given.toAbsolutePath()
            : DatasetOptions.defaultCache().resolve("bench").resolve(dataset.name());
  }

  /** What a figure of the system that an API is of needs beside it to mean something. */
  ObjectNode circumstances(Api api) throws InterruptedException {
    return JSON.createObjectNode()
        .put("data", options.data())
        .put("modelVersion", api.get("/v1/models").json().path("serving").asText())
        .put("processors", Runtime.getRuntime().availableProcessors());
  }

  /** Where it is kept. */
  Path directory() {
    return directory;
  }

  /** Makes it, where it is not kept. */
  void prepare() throws InterruptedException {
    if (Files.exists(directory.resolve(PREPARED))) {
      return;
    }
    console.say("no model is kept in %s: making one", directory);
    DemoOptions once = new DemoOptions(options.data(), true, null, 0, "max", 0, directory);
    if (new Demo(once, console, configuration).run() != 0) {
      throw new DemoFault("the system could not be prepared in " + directory);
    }
    try {
      Files.createFile(directory.resolve(PREPARED));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Starts it, and makes it before where it is not kept; the life cycle ends it.
   *
   * @return where it answers, once its model serves
   */
  String start(Lifecycle lifecycle) throws InterruptedException {
    prepare();
    KeptSystem system = KeptSystem.start(lifecycle, kept(), this::ageless);
    console.say("waiting until the kept model serves at %s", system.url());
    system.awaitReady();
    return system.url();
  }

  /** A model that is kept for long is not trained again for its age while something is measured. */
  private Configuration ageless(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("trainer.interval", "0 s");
    return configuration.apply(all);
  }

  /** How often an event loop of the service was found blocked, by its metrics. */
  static long blockedLoops(Api api) throws InterruptedException {
    Matcher found = BLOCKED.matcher(api.get("/metrics").text());
    return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
  }

  /** The options of the demo that made it. */
  DemoOptions kept() {
    return new DemoOptions(options.data(), false, null, 0, "max", 0, directory);
  }

  /** A file of users of the data set, one a line. */
  Path users(long seed) {
    try (Stream<Rating> ratings = dataset.ratings()) {
      List<String> users = new ArrayList<>(ratings.map(Rating::userId).distinct().toList());
      Collections.shuffle(users, new Random(seed));
      Path file = directory.resolve("users.txt");
      return Files.write(file, users.subList(0, Math.min(MOST_USERS, users.size())));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private UserFault unwritable(IOException e) {
    return new UserFault(directory + ": cannot be written (" + IoReason.of(e) + ")", e);
  }
}
