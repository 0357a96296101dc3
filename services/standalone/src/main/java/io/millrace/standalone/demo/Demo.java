package io.millrace.standalone.demo;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetOptions;
import io.millrace.features.FeatureProgress;
import io.millrace.recommend.access.AccessSettings;
import io.millrace.replay.ReplayConfig;
import io.millrace.replay.ReplayReport;
import io.millrace.replay.ReplayService;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.check.Checks;
import io.millrace.standalone.check.Checks.Outcome;
import io.millrace.standalone.console.Bar;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.ReplayBar;
import io.millrace.standalone.console.TrainingBar;
import io.millrace.standalone.demo.DemoData.Chosen;
import io.millrace.standalone.metrics.ProcessMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole system in one process: starts it, plays a data set through it, trains the first model
 * when the whole replay has been processed, checks every endpoint, measures over HTTP, and tells.
 * One thread, one run.
 */
public final class Demo {
  private static final int FRESHNESS_WHILE_TRAINING = 100;
  private static final int INTERRUPTED = 130;
  private static final Duration FEATURE_PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final DemoOptions options;
  private final Console console;
  private final Function<Map<String, String>, Configuration> configuration;

  /**
   * A demo.
   *
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public Demo(
      DemoOptions options,
      Console console,
      Function<Map<String, String>, Configuration> configuration) {
    this.options = options;
    this.console = console;
    this.configuration = configuration;
  }

  /**
   * Runs it.
   *
   * @return the exit code: 0, or 1 if a check failed or no model passed the gate, or 130 if the
   *     process is told to end before the demo serves
   */
  public int run() throws InterruptedException {
    Preflight.check(options, configuration);
    WorkDirectory directory = WorkDirectory.of(options.directory());
    LogFile.in(directory.path());
    try (Lifecycle lifecycle = new Lifecycle(() -> console.say("%s", stopping(directory)))) {
      lifecycle.start(directory);
      boolean logHelps = true;
      try {
        console.say("Millrace demo, in %s", directory.path());
        Chosen data = DemoData.choose(options.data(), sources(directory), console);
        int code = run(lifecycle, directory, data);
        logHelps = code != 0;
        return code;
      } catch (UserFault | DatasetFault e) {
        logHelps = false; // the message tells all
        throw e;
      } catch (IllegalStateException e) {
        if (lifecycle.closing()) {
          return INTERRUPTED; // by the user: nothing is wrong
        }
        throw e;
      } finally {
        keepLog(directory, logHelps && !lifecycle.closing());
      }
    }
  }

  private String stopping(WorkDirectory directory) {
    return options.directory() == null
        ? "stopping, and removing what was kept in " + directory.path()
        : "stopping; --dir %s goes on from here next time".formatted(directory.path());
  }

  private DatasetOptions sources(WorkDirectory directory) {
    return configuration
        .apply(DemoSettings.of(options, directory.path(), "sample"))
        .bind("replay", ReplayConfig.class)
        .datasetOptions();
  }

  private static void keepLog(WorkDirectory directory, boolean wanted) {
    if (wanted) {
      directory.keepLog();
    }
  }

  private int run(Lifecycle lifecycle, WorkDirectory directory, Chosen data)
      throws InterruptedException {
    try (TrainingBar training = new TrainingBar(console)) {
      return run(lifecycle, directory, data, training);
    }
  }

  private int run(Lifecycle lifecycle, WorkDirectory directory, Chosen data, TrainingBar training)
      throws InterruptedException {
    Configuration settings =
        configuration.apply(DemoSettings.of(options, directory.path(), data.argument()));
    PrometheusMeterRegistry metrics = ProcessMetrics.newRegistry();
    DemoSystem system = start(lifecycle, directory, settings, metrics, training);
    warnWhereOpen(settings);
    console.say(
        "answering at %s (by popularity until the first model is there; a rating changes the next"
            + " answer at once when the replay is through: try it when it says \"serving\")",
        system.url());
    console.say(
        "broker: %s ; other commands join with --bootstrap-servers %1$s",
        system.kafka().bootstrapServers());
    try (Api api = new Api(system.url());
        Manifests manifests = new Manifests(system.kafka())) {
      DemoReport.Stream stream = replay(lifecycle, system, settings, metrics);
      @Nullable Latencies whileTraining = train(system, api, manifests, training);
      DemoReport report =
          new Measuring(console, api, options.limit())
              .measure(data.dataset(), stream, manifests.all(), whileTraining);
      boolean checked = check(api);
      tell(report);
      stayUp(lifecycle, system, manifests);
      return checked ? 0 : 1;
    }
  }

  private DemoSystem start(
      Lifecycle lifecycle,
      WorkDirectory directory,
      Configuration settings,
      PrometheusMeterRegistry metrics,
      TrainingBar training) {
    console.say("starting broker, features, trainer and service");
    try (Bar _ = console.bar("starting", 1, Bar.Scale.SHARE)) {
      return DemoSystem.start(lifecycle, directory.path(), settings, metrics, training);
    }
  }

  private void warnWhereOpen(Configuration settings) {
    if (settings.bind("recommend.access", AccessSettings.class).keysFile() == null) {
      console.say(
          "NOT SECURED: whoever reaches it may read and rate, whoever is on this machine may"
              + " administer it; docs/security.md says how to set up keys and TLS");
    }
  }

  private DemoReport.Stream replay(
      Lifecycle lifecycle,
      DemoSystem system,
      Configuration settings,
      PrometheusMeterRegistry metrics)
      throws InterruptedException {
    long begin = System.nanoTime();
    ReplayReport report;
    try (ReplayBar bar =
        new ReplayBar(console, () -> "features " + Stages.behind(system.features()))) {
      ReplayService service = system.replay(settings, metrics, bar);
      lifecycle.start(service);
      report = service.await();
    }
    if (!report.complete()) {
      throw new DemoFault("replay: not every rating is on the topic once: " + report.mismatches());
    }
    FeatureProgress features = awaitFeatures(system, report.sent());
    double seconds = (System.nanoTime() - begin) / 1e9;
    return report.alreadyThere() == 0
        ? DemoReport.Stream.fresh(report, features, seconds)
        : DemoReport.Stream.resumed(report, RatingRejects.count(system.kafka()), seconds);
  }

  private FeatureProgress awaitFeatures(DemoSystem system, long sent) throws InterruptedException {
    try (Bar bar = console.bar("features", sent)) {
      FeatureWait wait = new FeatureWait(sent, FEATURE_PATIENCE, System::nanoTime);
      FeatureProgress progress = system.features();
      while (!wait.done(progress, system.featureState())) {
        bar.to(progress.valid() + progress.rejected(), Stages.features(progress, sent));
        Thread.sleep(LOOK);
        progress = system.features();
      }
      bar.to(sent, "done");
      return progress;
    }
  }

  /** Asks for the first model and waits until it serves; measures freshness meanwhile. */
  private @Nullable Latencies train(
      DemoSystem system, Api api, Manifests manifests, TrainingBar training)
      throws InterruptedException {
    manifests.awaitCaughtUp();
    int before = manifests.all().size();
    Api.Answer asked = api.post("/v1/models/train", "{}");
    if (asked.status() >= 300) {
      throw new UserFault("POST /v1/models/train was refused: " + asked.text());
    }
    console.say("replay processed; training %s", before == 0 ? "the first model" : "another model");
    FreshnessProbe probe = FreshnessProbe.create(api, "training", Measuring.SEED);
    Latencies latencies =
        probe.measure(FRESHNESS_WHILE_TRAINING, () -> manifests.all().size() == before, done -> {});
    awaitVerdict(system, manifests, before);
    training.close(); // its last line belongs before what follows
    awaitReady(system);
    return latencies.samples() > 0 ? latencies : null;
  }

  private static void awaitVerdict(DemoSystem system, Manifests manifests, int before)
      throws InterruptedException {
    while (manifests.all().size() == before) {
      if (!system.trainingFailure().isEmpty()) {
        throw new DemoFault("the first training failed: " + system.trainingFailure());
      }
      Thread.sleep(LOOK);
    }
    ModelManifest newest = manifests.all().getLast();
    if (manifests.all().stream().noneMatch(m -> m.getVerdict() == GateVerdict.PUBLISHED)) {
      throw new DemoFault(
          "the gate refused the first model: "
              + newest.getRefusal()
              + "; more data or other trainer settings may help (--set trainer...)");
    }
  }

  private void awaitReady(DemoSystem system) throws InterruptedException {
    if (!system.ready()) {
      console.say(
          "trained; waiting until the service serves the model (it still waits for %s)",
          system.waitingFor());
    }
    try (Bar _ = console.bar("waiting", 1, Bar.Scale.SHARE)) {
      system.awaitReady();
    }
  }

  private boolean check(Api api) throws InterruptedException {
    List<Outcome> outcomes;
    try (Bar _ = console.bar("checking every endpoint", 1, Bar.Scale.SHARE)) {
      outcomes = new Checks(api, false).run();
    }
    List<Outcome> failed = outcomes.stream().filter(outcome -> !outcome.ok()).toList();
    console.say(
        "checks: %d of %d endpoints as they should be",
        outcomes.size() - failed.size(), outcomes.size());
    failed.forEach(outcome -> console.say("  FAILED %s: %s", outcome.endpoint(), outcome.detail()));
    if (!failed.isEmpty()) {
      console.say("  details in %s", LogFile.path());
    }
    return failed.isEmpty();
  }

  private void tell(DemoReport report) {
    console.say("%s", Summary.of(report));
    if (options.report() != null) {
      report.write(options.report());
      console.say("report: %s", options.report());
    }
  }

  private void stayUp(Lifecycle lifecycle, DemoSystem system, Manifests manifests)
      throws InterruptedException {
    if (!options.once()) {
      manifests.onNext(manifest -> console.say("%s", Stages.verdict(manifest)));
      console.say(
          "serving at %s ; models are retrained as events come; Ctrl-C ends it", system.url());
      lifecycle.awaitShutdown();
    }
  }
}
