package io.millrace.standalone.demo;

import io.millrace.data.Dataset;
import io.millrace.schemas.ModelManifest;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.console.Bar;
import io.millrace.standalone.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo measures over HTTP when its model serves. One thread. */
final class Measuring {
  private static final int SERVING_REQUESTS = 2000;
  private static final double SERVING_RATE = 100;
  private static final int FRESHNESS_SAMPLES = 200;
  private static final int ITEM_FRESHNESS_SAMPLES = 20;

  /** Of what is asked and when. */
  static final long SEED = 20261123;

  private final Console console;
  private final Api api;
  private final long limit;

  /**
   * Measures and shows how far it is.
   *
   * @param limit ratings that were replayed; 0 for all
   */
  Measuring(Console console, Api api, long limit) {
    this.console = console;
    this.api = api;
    this.limit = limit;
  }

  /**
   * Measures, some seventy seconds long.
   *
   * @param whileTraining measured before; null where there was no time for it
   */
  DemoReport measure(
      Dataset dataset,
      DemoReport.Stream stream,
      List<ModelManifest> training,
      @Nullable Latencies whileTraining)
      throws InterruptedException {
    Latencies serving = serving();
    Latencies freshness = freshness();
    ItemFreshnessProbe.Found itemFreshness = itemFreshness();
    Samples samples = samples(dataset);
    return new DemoReport(
        dataset.name(),
        samples.items(),
        samples.users(),
        stream,
        training,
        serving,
        freshness,
        whileTraining,
        itemFreshness,
        Memory.peakMib(),
        asked(samples));
  }

  private Latencies serving() throws InterruptedException {
    console.say("measuring: %d requests at %.0f/s", SERVING_REQUESTS, SERVING_RATE);
    try (Bar bar = console.bar("requests", SERVING_REQUESTS)) {
      return ServingProbe.create(api, SEED)
          .measure(SERVING_REQUESTS, SERVING_RATE, asked -> bar.to(asked, ""));
    }
  }

  private Latencies freshness() throws InterruptedException {
    console.say("measuring: %d events at random moments", FRESHNESS_SAMPLES);
    try (Bar bar = console.bar("events", FRESHNESS_SAMPLES)) {
      return FreshnessProbe.create(api, "freshness", SEED)
          .measure(FRESHNESS_SAMPLES, () -> true, done -> bar.to(done, ""));
    }
  }

  private ItemFreshnessProbe.@Nullable Found itemFreshness() throws InterruptedException {
    ItemFreshnessProbe probe = ItemFreshnessProbe.create(api, SEED);
    if (probe == null) {
      return null;
    }
    console.say("measuring: %d events until others' answers know them", ITEM_FRESHNESS_SAMPLES);
    try (Bar bar = console.bar("events", ITEM_FRESHNESS_SAMPLES)) {
      return probe.measure(ITEM_FRESHNESS_SAMPLES, done -> bar.to(done, ""));
    }
  }

  private Samples samples(Dataset dataset) {
    try (Bar _ = console.bar("reading who rated last", 1, Bar.Scale.SHARE)) {
      return Samples.of(dataset, limit);
    }
  }

  private List<SampleUser> asked(Samples samples) throws InterruptedException {
    List<SampleUser> users = new ArrayList<>();
    for (Map.Entry<String, List<SampleUser.Rated>> user : samples.histories().entrySet()) {
      users.add(SampleUser.ask(api, user.getKey(), user.getValue()));
    }
    return users;
  }
}
