package io.millrace.trainer.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.generation.Preference;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.FollowerLag;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.runtime.service.Service;
import io.millrace.schemas.Control;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingState;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.mlflow.MlflowSender;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.run.NothingNewFault;
import io.millrace.trainer.run.Provenances;
import io.millrace.trainer.run.TrainingOutcome;
import io.millrace.trainer.run.TrainingResult;
import io.millrace.trainer.run.TrainingRun;
import io.millrace.trainer.service.TrainerMetrics.Kind;
import io.millrace.trainer.tracking.RecordedProgress;
import io.millrace.trainer.tracking.RunArchive;
import io.millrace.trainer.tracking.RunRecord;
import io.millrace.trainer.tracking.RunReport;
import io.millrace.trainer.tracking.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer on the topics: keeps the ratings, trains by itself (first training, interval, number
 * of new ratings), updates between trainings what serves, or trains when told to (control topic,
 * {@link #train}), and publishes what the gate lets pass. One training at a time, in a thread of
 * its own.
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>thread</th><th>does</th></tr>
 *   <tr><td>followers</td><td>write {@link TopicData}, hear commands</td></tr>
 *   <tr><td>clock</td><td>looks once a second whether a training is due</td></tr>
 *   <tr><td>training</td><td>trains and publishes; the only one that produces</td></tr>
 * </table>
 */
public final class TrainerService implements Service {
  private static final Logger log = LoggerFactory.getLogger(TrainerService.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final KafkaSettings kafka;
  private final TrainingSettings settings;
  private final TrainingProgress listener;
  private final TrainingProgress progress;
  private final TrainerMetrics metrics;
  private final TopicData data = new TopicData();
  private final TopicFollower follower;
  private final SourceOffsets offsets;
  private final Orders orders;
  private final GenerationPublisher publisher;
  private final RunArchive archive;
  private final ExecutorService training =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("trainer-training").factory());
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trainer-clock").factory());
  private final MlflowSender mlflow;
  private final TrainingReports reports;
  private final List<TrainingOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final long startedAt = System.currentTimeMillis();
  private volatile TrainingProgress.Stage stage =
      new TrainingProgress.Stage("idle", 0, 0, 0, Double.NaN, Double.NaN);
  private volatile @Nullable String failure;
  private volatile @Nullable Engine engine;
  private final TrainingSchedule schedule;
  private volatile boolean resumed;
  private volatile @Nullable Control unanswered;
  private volatile boolean closed;

  /**
   * A trainer, not started.
   *
   * @param progress told of every step
   */
  public TrainerService(
      KafkaSettings kafka,
      TrainingSettings settings,
      MeterRegistry registry,
      TrainingProgress progress) {
    this.kafka = kafka;
    this.settings = settings;
    TrainerConfig config = settings.config();
    this.schedule = new TrainingSchedule(config);
    this.mlflow = new MlflowSender(config.mlflow());
    this.listener = progress;
    this.reports = new TrainingReports(kafka, InstantSource.system());
    this.progress = new Told();
    this.follower = new TopicFollower(kafka, "trainer-data", true, data.handlers());
    this.offsets = new SourceOffsets(kafka, follower, data.handlers().keySet());
    this.orders = new Orders(kafka, config.keepForExperiments(), this::retrain);
    this.publisher = new GenerationPublisher(kafka, data, config.keepGenerations(), orders::wanted);
    this.archive = new RunArchive(config.runs());
    this.metrics = new TrainerMetrics(registry);
    metrics.watch(data, () -> stage);
    FollowerLag.measure(follower, "millrace.trainer.partition.lag", registry);
  }

  /** Health, the topic and the listener are told of every step; the listener also of each epoch. */
  private final class Told implements TrainingProgress {
    @Override
    public void begins(Step step) {
      reports.begins(step);
      listener.begins(step);
    }

    @Override
    public void ended() {
      listener.ended();
    }

    @Override
    public void update(Stage now) {
      stage = now;
      reports.update(now);
      listener.update(now);
    }

    @Override
    public void epoch(EpochLog line) {
      reports.epoch(line);
      listener.epoch(line);
    }
  }

  @Override
  public String name() {
    return "trainer";
  }

  @Override
  public void start() {
    follower.start();
    orders.start();
    reports.start();
    training.execute(this::openEngine);
    ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::trainIfDue, 1, 1, TimeUnit.SECONDS);
  }

  private Engine openEngine() {
    Engine known = engine;
    if (known != null) {
      return known;
    }
    Engine opened = Engines.open(settings.config());
    engine = opened;
    log.info("training with {} on {}", opened.name(), opened.device());
    reports.opened(opened.name(), opened.device());
    listener.opened(opened.name(), opened.device());
    return opened;
  }

  @Override
  public boolean ready() {
    return follower.caughtUp() && orders.caughtUp() && !closed;
  }

  @Override
  public Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    TrainingProgress.Stage now = stage;
    health.put("ratings", data.ratings());
    health.put("training", asked.get() > 0);
    health.put("phase", now.phase());
    health.put("epoch", now.epoch());
    health.put("fraction", now.fraction());
    health.put("generations", data.generations());
    Engine opened = engine;
    health.put("device", opened == null ? "not opened yet" : opened.device());
    String failed = failure;
    health.put("lastFailure", failed == null ? "" : failed);
    health.put("waitingForTopics", lacking());
    return health;
  }

  /** Topics that do not exist or that the trainer may not read: it trains nothing until then. */
  private List<String> lacking() {
    return Stream.of(follower.lacking(), orders.lacking())
        .flatMap(Set::stream)
        .sorted()
        .distinct()
        .toList();
  }

  /** How the trainings of this process ended, oldest first. */
  public List<TrainingOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /**
   * One training may wait for the present one to end: it will take whatever is there by then. What
   * was asked for before this process may have been answered by the one before it.
   */
  private void retrain(Control control) {
    if (asked.get() > 1) {
      log.info("control {}: a training waits already", control.getRequestId());
    } else if (control.getRequestedAt() >= startedAt) {
      CompletableFuture<TrainingOutcome> _ = train("control " + control.getRequestId());
    } else {
      unanswered = control;
    }
  }

  private void trainIfDue() {
    try {
      if (asked.get() > 0 || !follower.caughtUp() || !orders.caughtUp()) {
        return;
      }
      resume();
      if (isTrainingDue()) {
        CompletableFuture<TrainingOutcome> _ = train("schedule");
      } else if (schedule.isUpdateDue(data.arrived()) && isFollowed(data.live(orders.held()))) {
        CompletableFuture<TrainingOutcome> _ = update();
      }
    } catch (RuntimeException e) { // top of thread
      log.error("the schedule could not be looked at", e);
    }
  }

  private boolean isTrainingDue() {
    boolean serves = data.live(orders.held()) != null;
    return schedule.isDue(data.ratings(), data.arrived(), serves, System.nanoTime());
  }

  /**
   * Whether what comes of an update of the generation would serve. While one is pinned it would
   * not, and would only push others off the topics; full trainings go on, to be looked at and
   * promoted.
   */
  private boolean isFollowed(@Nullable ModelManifest live) {
    return live != null && !live.getGeneration().equals(Preference.pinned(orders.held()));
  }

  /** Goes on from the newest generation, once: what it was trained on, when, and what was asked. */
  private void resume() {
    if (resumed) {
      return;
    }
    resumed = true;
    List<ModelManifest> manifests = data.manifests();
    if (schedule.attempted()) {
      return;
    }
    if (!manifests.isEmpty()) {
      ModelManifest newest = manifests.getLast();
      long age = Math.max(0, System.currentTimeMillis() - newest.getCreatedAt());
      schedule.resume(
          data.arrived() - offsets.examplesSince(newest.getProvenance().getSnapshot()),
          System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(age));
    }
    Control open = unanswered;
    if (open != null && isOpen(open, manifests)) {
      CompletableFuture<TrainingOutcome> _ = train("control " + open.getRequestId());
    }
  }

  /**
   * Whether no generation has come of a request yet.
   *
   * @param manifests of all generations, oldest first
   */
  static boolean isOpen(Control asked, List<ModelManifest> manifests) {
    return manifests.isEmpty() || asked.getRequestedAt() > manifests.getLast().getCreatedAt();
  }

  /**
   * Trains on everything that is on the topics now, after any training that is under way.
   *
   * @param trigger who asked, for the log
   * @return how it ended; exceptional with {@link UserFault}, {@link DivergenceException} or {@link
   *     KafkaException}, and then nothing was published
   */
  public CompletableFuture<TrainingOutcome> train(String trigger) {
    asked.incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> trainNow(trigger, this::trained, Kind.FULL), training);
  }

  /** Goes on from what serves with what is new, after any training that is under way. */
  private CompletableFuture<TrainingOutcome> update() {
    asked.incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> trainNow("update", this::updated, Kind.UPDATE), training);
  }

  /** What makes a candidate of a snapshot. */
  private interface Learning {
    TrainingResult learn(TrainingRun run, Snapshot snapshot, @Nullable LiveGeneration live);
  }

  private TrainingResult trained(
      TrainingRun run, Snapshot snapshot, @Nullable LiveGeneration live) {
    schedule.learned(snapshot.arrived());
    return live == null
        ? run.run(snapshot.interactions(), null, null)
        : run.run(snapshot.interactions(), live.bundle(), live.wholeBundle());
  }

  private TrainingResult updated(
      TrainingRun run, Snapshot snapshot, @Nullable LiveGeneration live) {
    schedule.updated(snapshot.arrived());
    if (live == null) { // rolled back or pinned since the schedule was looked at
      throw new NothingNewFault("no generation serves that could be gone on from");
    }
    return run.runUpdate(snapshot.interactions(), live.bundle(), live.wholeBundle());
  }

  private TrainingOutcome trainNow(String trigger, Learning learning, Kind kind) {
    long started = System.nanoTime();
    try {
      schedule.begin();
      failure = null;
      reports.begin(trigger);
      TrainingOutcome outcome = learned(trigger, learning, kind == Kind.UPDATE);
      metrics.judged(kind, outcome, reports.ended(outcome));
      return outcome;
    } catch (InterruptedException e) {
      stopped(trigger, kind);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training: interrupted", e);
    } catch (NothingNewFault e) {
      log.info("no {}: {}", trigger, e.getMessage());
      failed(kind, TrainingState.NOTHING_NEW, String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException | Error e) { // top of thread: told to the caller and the health page
      if (closed) {
        stopped(trigger, kind);
        throw e;
      }
      String why = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
      failure = why;
      failed(kind, TrainingState.FAILED, why);
      log.error("training ({}) failed, nothing is published: {}", trigger, why);
      throw e;
    } finally {
      schedule.end(System.nanoTime());
      asked.decrementAndGet();
      stage = new TrainingProgress.Stage("idle", 0, 0, 0, Double.NaN, Double.NaN);
      metrics.took(kind, System.nanoTime() - started);
    }
  }

  private void stopped(String trigger, Kind kind) {
    log.info("training ({}) ended with the trainer, nothing is published", trigger);
    failed(kind, TrainingState.STOPPED, "the trainer was stopped");
  }

  private void failed(Kind kind, TrainingState end, String why) {
    reports.failed(end, why);
    metrics.ended(kind, end);
  }

  private TrainingOutcome learned(String trigger, Learning learning, boolean asDelta)
      throws InterruptedException {
    Instant began = Instant.now();
    long started = System.nanoTime();
    Engine opened = openEngine();
    offsets.awaitPresent(() -> closed);
    Snapshot snapshot = data.snapshot();
    Interactions ratings = snapshot.interactions();
    ModelManifest serving = data.live(orders.held());
    LiveGeneration live =
        serving == null ? null : LiveGeneration.read(kafka, serving, data.baseOf(serving));
    log.info("training ({}) on {} ratings", trigger, ratings.size());
    reports.learning(ratings.size());
    SortedMap<String, String> effective = settings.effective();
    RunRecord record = archive.begin(data.nextGeneration(), effective);
    TrainingRun run = new TrainingRun(settings, opened, new RecordedProgress(progress, record));
    TrainingResult result = learning.learn(run, snapshot, live);
    double seconds = (System.nanoTime() - started) / 1e9;
    Provenance provenance =
        new Provenances(settings, opened)
            .of(
                snapshot.offsets(),
                result,
                serving == null ? null : serving.getGeneration(),
                seconds);
    ModelManifest manifest =
        publisher.publish(result, ratings.catalogue(), provenance, asDelta ? live : null);
    RunReport report = report(manifest, began, effective, result);
    record.finish(report);
    mlflow.send(report);
    TrainingOutcome outcome =
        new TrainingOutcome(
            manifest.getGeneration(),
            manifest.getVerdict(),
            result.refusal(),
            opened.name(),
            opened.device(),
            result.examples(),
            seconds,
            result.judgement(),
            result.seconds());
    outcomes.add(outcome);
    log.info("{} {} after {} s", outcome.generation(), outcome.verdict(), Math.round(seconds));
    return outcome;
  }

  private static RunReport report(
      ModelManifest manifest,
      Instant began,
      SortedMap<String, String> settings,
      TrainingResult result) {
    return new RunReport(
        manifest.getGeneration(),
        Topics.TRAINING_EXAMPLES.name(),
        began,
        settings,
        manifest.getProvenance(),
        manifest.getVerdict() == GateVerdict.PUBLISHED ? Verdict.PASSED : Verdict.REFUSED,
        result.refusal(),
        result.judgement(),
        result.log(),
        result.seconds());
  }

  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    training.shutdownNow();
    reports.close();
    follower.close();
    orders.close();
    closeEngine();
    mlflow.close();
  }

  /** Its memory must not go while a step still uses it. */
  private void closeEngine() {
    try {
      Engine opened = engine;
      if (training.awaitTermination(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS)
          && opened != null) {
        opened.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
