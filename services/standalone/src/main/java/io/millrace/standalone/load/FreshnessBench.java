package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.demo.FreshnessProbe;
import io.millrace.standalone.demo.ItemFreshnessProbe;
import io.millrace.standalone.demo.Latencies;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How soon an event changes answers: the system with a model of a data set, in one process or with
 * its services as processes of their own, asked at random moments. One thread, one run.
 */
public final class FreshnessBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WARM_UP = 100;

  private final Options options;
  private final Console console;
  private final Function<Map<String, String>, Configuration> configuration;

  /**
   * What is measured.
   *
   * @param system with which model
   * @param together whether all of it runs in this process; otherwise features and recommend are
   *     processes of their own, and the broker is in this one, which asks
   * @param settings options of the command line that such processes are given
   * @param samples events that the user's own answer is asked for after, 1 to 100,000
   * @param itemSamples events that others' answers are asked for after, 0 to 100,000
   * @param seed of the moments and of who rates what
   * @param report where the result is written as JSON; null for nowhere
   */
  public record Options(
      BenchSystem.Options system,
      boolean together,
      List<String> settings,
      int samples,
      int itemSamples,
      long seed,
      @Nullable Path report) {
    public Options {
      settings = List.copyOf(settings);
      if (samples < 1 || samples > 100_000 || itemSamples < 0 || itemSamples > 100_000) {
        throw new UserFault(
            "--samples, --item-samples: must be 1 to 100000 and 0 to 100000, were %d and %d"
                .formatted(samples, itemSamples));
      }
    }
  }

  /**
   * A measurement.
   *
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public FreshnessBench(
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
    system.prepare();
    try (Lifecycle lifecycle = new Lifecycle()) {
      if (options.together()) {
        measure(system, system.start(lifecycle));
      } else {
        measureApart(lifecycle, system);
      }
    }
    return 0;
  }

  private void measureApart(Lifecycle lifecycle, BenchSystem system) throws InterruptedException {
    Path directory = system.directory();
    LogFile.in(directory);
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      SeparateServices services =
          new SeparateServices(broker.kafka().bootstrapServers(), directory, options.settings());
      lifecycle.start(services);
      console.say("waiting until the kept model serves at %s", services.url());
      services.awaitReady();
      measure(system, services.url());
      services.close();
    }
  }

  private void measure(BenchSystem system, String url) throws InterruptedException {
    try (Api api = new Api(url)) {
      FreshnessProbe own = FreshnessProbe.create(api, "freshness", options.seed());
      own.measure(Math.min(WARM_UP, options.samples()), () -> true, done -> {});
      Latencies user = own.measure(options.samples(), () -> true, done -> {});
      ObjectNode result =
          system.circumstances(api).put("processes", options.together() ? "one" : "separate");
      tell(result, "own", "the user's own answer", user);
      if (options.itemSamples() > 0) {
        measureItems(api, result);
      }
      Report.write(result, options.report(), console);
    }
  }

  private void measureItems(Api api, ObjectNode result) throws InterruptedException {
    ItemFreshnessProbe probe = ItemFreshnessProbe.create(api, options.seed());
    if (probe == null) {
      throw new UserFault("--item-samples: nothing follows anything in these data; give 0");
    }
    ItemFreshnessProbe.Found others = probe.measure(options.itemSamples(), done -> {});
    tell(result, "popularity", "what is popular", others.popularity());
    tell(result, "transitions", "what follows what", others.transitions());
  }

  private void tell(ObjectNode result, String name, String people, Latencies found) {
    result.set(name, JSON.valueToTree(found));
    console.say(
        "%s",
        String.format(
            Locale.ROOT,
            "event to %s: p50 %.1f ms, p95 %.1f, p99 %.1f, max %.1f (%d events)%s",
            people,
            found.p50Ms(),
            found.p95Ms(),
            found.p99Ms(),
            found.maxMs(),
            found.samples(),
            found.failures() == 0 ? "" : "; " + found.failed()));
  }
}
