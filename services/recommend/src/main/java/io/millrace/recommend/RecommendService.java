package io.millrace.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.feature.EventClock;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.events.KafkaTopicLog;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.generation.RecommenderFactory;
import io.millrace.recommend.generation.Shelf;
import io.millrace.recommend.health.Readiness;
import io.millrace.recommend.health.WarmUp;
import io.millrace.recommend.person.KafkaPersonRecords;
import io.millrace.recommend.state.LiveState;
import io.millrace.recommend.tracing.AppliedTraces;
import io.millrace.recommend.trainings.Trainings;
import io.millrace.recommend.watch.Drift;
import io.millrace.recommend.watch.DriftReference;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.runtime.service.Service;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.schemas.ModelDelta;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The serving replica: live state and generations followed from the topics, answered over REST and
 * WebSocket.
 */
public final class RecommendService implements Service {
  /** An impression for each answer, sent alone, would cost the broker as much as the answer. */
  private static final Duration OBSERVATIONS_LINGER = Duration.ofMillis(50);

  /** Items of a query of the warm-up. */
  private static final int WARM_UP_COUNT = 10;

  private final KafkaSettings kafka;
  private final RecommendConfig config;
  private final MeterRegistry meters;
  private final Tracing tracing;
  private final AppliedTraces applied;
  private final LiveState state;
  private final TopicFollower stateReader;
  private final TopicFollower modelReader;
  private final TopicFollower rejectReader;
  private final TopicFollower trainingReader;
  private final TopicFollower experimentReader;
  private final WarmUp warmUp;
  private final Trainings trainings = new Trainings();
  private final Generations generations;
  private final Drift drift;
  private final DriftReference driftReference;
  private final Experiments experiments;
  private volatile boolean ending;
  private @Nullable TopicLog log;
  private @Nullable TopicLog observations;
  private @Nullable RecommendServer server;

  /** A service, not started, that traces nothing. */
  public RecommendService(KafkaSettings kafka, RecommendConfig config, MeterRegistry meters) {
    this(kafka, config, meters, TracingSettings.off());
  }

  /**
   * A service, not started.
   *
   * @param traces whether and where its spans are sent
   */
  public RecommendService(
      KafkaSettings kafka, RecommendConfig config, MeterRegistry meters, TracingSettings traces) {
    this.tracing = Tracing.of(traces, "millrace-" + name());
    this.kafka = kafka;
    this.config = config;
    this.meters = meters;
    this.state = new LiveState(new EventClock(InstantSource.system()));
    this.applied = new AppliedTraces(tracing, state::loaded);
    this.stateReader =
        new TopicFollower(kafka, "recommend-state", false, applied.follow(state.handlers()));
    state.loadedWhen(stateReader::caughtUp);
    Shelf shelf = new Shelf();
    this.modelReader = new TopicFollower(kafka, "recommend-models", true, shelf.handlers());
    this.rejectReader = rejectReader(kafka, state);
    this.trainingReader =
        new TopicFollower(kafka, "recommend-trainings", true, trainings.handlers());
    this.generations =
        new Generations(
            shelf,
            this::modelPosition,
            new RecommenderFactory(state, config.retrieval(), config.index()));
    this.drift = new Drift(config.driftWindow(), meters);
    this.driftReference =
        new DriftReference(drift, this::wholeServing, () -> state.popular(state.itemCount()));
    this.experiments = new Experiments(generations::keep);
    this.experimentReader =
        new TopicFollower(kafka, "recommend-experiments", true, experiments.handlers());
    experiments.readBy(experimentReader::caughtUp, experimentReader::lacking);
    this.warmUp =
        new WarmUp(
            config.warmUp(), () -> readiness().couldAnswer(), state::userIds, this::askForList);
  }

  /** As somebody else would, but leaves no impression. */
  private void askForList(String userId) {
    generations.serving().recommend(RecommendationQuery.forUser(userId, WARM_UP_COUNT));
  }

  /** Nobody waits for a reject from before the start, nor does readiness wait for this reader. */
  private static TopicFollower rejectReader(KafkaSettings kafka, LiveState state) {
    return new TopicFollower(kafka, "recommend-rejects", true, state.rejectHandlers()).fromEnd();
  }

  /** Nothing counts as read before what was there at start has been: the newest may come last. */
  private long modelPosition(String topic, int partition) {
    return modelReader.caughtUp() ? modelReader.position(topic, partition) : -1;
  }

  @Override
  public String name() {
    return "recommend";
  }

  /**
   * Listens and begins to read.
   *
   * @throws UserFault if the port is taken
   */
  @Override
  public synchronized void start() {
    log = log("events", "recommend-log", Duration.ZERO, tracing);
    observations =
        log("observations", "recommend-observations", OBSERVATIONS_LINGER, Tracing.off());
    server = listen(log, observations);
    stateReader.afterBatch(state::batchRead);
    state.onItem(generations::catalogued);
    state.onRating(drift::rated);
    generations.onSwap(() -> Thread.ofVirtual().start(driftReference::renew));
    measure();
    stateReader.start();
    modelReader.start();
    rejectReader.start();
    trainingReader.start();
    experimentReader.start();
    generations.start();
    warmUp.start();
  }

  private TopicLog log(String name, String clientId, Duration linger, Tracing carried) {
    KafkaTopicLog opened =
        new KafkaTopicLog(kafka, clientId, config.logQueue(), linger, config.logTimeout(), carried);
    new RecommendMetrics(meters).log(name, opened);
    return opened;
  }

  private RecommendServer listen(TopicLog log, TopicLog observations) {
    Doors doors = Doors.open(config, InstantSource.system());
    try {
      return RecommendServer.start(
          config,
          doors,
          state,
          generations,
          trainings,
          experiments,
          new KafkaPersonRecords(kafka, config.logTimeout()),
          log,
          observations,
          this::readiness,
          InstantSource.system(),
          drift,
          meters,
          applied,
          tracing);
    } catch (BindException e) {
      doors.close();
      log.close();
      observations.close();
      throw new UserFault(
          "recommend.port: %d on %s cannot be listened on (%s); stop what uses it, or give another port (0 takes a free one)"
              .formatted(config.port(), config.host(), e.getMessage()),
          e);
    }
  }

  /** The generation that serves, or the one that it is laid over. */
  private String wholeServing() {
    String serving = generations.serving().version();
    ModelStatus status = generations.status(serving);
    ModelDelta delta = status == null ? null : status.manifest().getDelta();
    return delta == null ? serving : delta.getBase();
  }

  /** The port it listens on; -1 before start. */
  public synchronized int port() {
    return server == null ? -1 : server.port();
  }

  @Override
  public boolean ready() {
    return readiness().ready();
  }

  @Override
  public Map<String, Object> health() {
    return readiness().facts();
  }

  /** How far it has come. */
  public Readiness readiness() {
    return new Readiness(
        stateReader.fractionLoaded(),
        stateReader.caughtUp(),
        modelReader.caughtUp(),
        experiments.areKnown(),
        generations.servesAsWanted(),
        warmUp.done(),
        ending,
        generations.serving().version(),
        state.itemCount(),
        state.userCount(),
        generations.serving().indexSize(),
        lacking());
  }

  /** Topics that do not exist or that this service may not read. */
  private List<String> lacking() {
    return Stream.of(stateReader, modelReader, rejectReader, trainingReader, experimentReader)
        .flatMap(reader -> reader.lacking().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private void measure() {
    RecommendMetrics metrics = new RecommendMetrics(meters);
    metrics.state(state);
    metrics.generations(generations, InstantSource.system());
    metrics.reader(stateReader);
    metrics.failures(this, RecommendService::failures);
  }

  private long failures() {
    return stateReader.failures()
        + modelReader.failures()
        + rejectReader.failures()
        + trainingReader.failures()
        + experimentReader.failures()
        + state.undecodable();
  }

  /** Says that it is not ready, answers on until who asks can have seen that, and ends. */
  @Override
  public synchronized void close() {
    if (server != null) {
      drain();
      server.close();
      server = null;
    }
    stateReader.close();
    modelReader.close();
    rejectReader.close();
    trainingReader.close();
    experimentReader.close();
    warmUp.close();
    generations.close();
    if (log != null) {
      log.close();
      log = null;
    }
    if (observations != null) {
      observations.close();
      observations = null;
    }
    tracing.close();
  }

  private void drain() {
    ending = true;
    try {
      Thread.sleep(config.drain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
