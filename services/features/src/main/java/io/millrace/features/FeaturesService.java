package io.millrace.features;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.millrace.features.erasure.ErasureMetrics;
import io.millrace.features.erasure.ErasureSchedule;
import io.millrace.features.erasure.StreamSpec;
import io.millrace.features.experiment.ExperimentTopology;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.RatingSource;
import io.millrace.features.topology.FeatureTopology;
import io.millrace.features.topology.InternalTopics;
import io.millrace.features.topology.TopologySettings;
import io.millrace.model.feature.Outcome;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.Service;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.runtime.tracing.TracingSettings;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the feature topology. The topics must exist. A stream thread that fails is replaced and does
 * its work again. Thread-safe.
 */
public final class FeaturesService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(FeaturesService.class);
  private static final Tag NAME = Tag.of("stream", "features");

  private final KafkaSettings kafka;
  private final FeaturesConfig config;
  private final MeterRegistry registry;
  private final FeatureMetrics metrics;
  private final Tracing tracing;
  private @Nullable Running running;

  private record Running(
      Admin admin,
      RatingSource ratings,
      KafkaStreams streams,
      RocksMemory memory,
      ProgressWatch watch,
      ErasureSchedule erasure,
      @Nullable ExperimentStream experiments,
      StreamMetrics streamMetrics) {} // held here: a registry holds it weakly

  /** A service that is not started, and traces nothing. */
  public FeaturesService(KafkaSettings kafka, FeaturesConfig config, MeterRegistry registry) {
    this(kafka, config, registry, TracingSettings.off());
  }

  /**
   * A service that is not started.
   *
   * @param traces whether and where its spans are sent
   */
  public FeaturesService(
      KafkaSettings kafka, FeaturesConfig config, MeterRegistry registry, TracingSettings traces) {
    this.tracing = Tracing.of(traces, "millrace-" + name());
    this.kafka = kafka;
    this.config = config;
    this.registry = registry;
    this.metrics = new FeatureMetrics(registry);
  }

  @Override
  public String name() {
    return "features";
  }

  /**
   * Starts the stream.
   *
   * @throws UserFault if the topics are missing or the state's directory cannot be written
   */
  @Override
  public synchronized void start() throws InterruptedException {
    if (running != null) {
      throw new IllegalStateException("features: must be started once only");
    }
    requireStateDirectory();
    Admin admin = Admin.create(kafka.admin(config.applicationId() + "-watch"));
    try {
      running = start(admin);
    } finally {
      if (running == null) {
        admin.close(Duration.ofSeconds(1));
      }
    }
  }

  private void requireStateDirectory() {
    Path directory = config.stateDir();
    String rule = "features.state_dir: must be a directory that can be written, was " + directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UserFault("%s (%s)".formatted(rule, IoReason.of(e)), e);
    }
    if (!Files.isWritable(directory)) {
      throw new UserFault(rule);
    }
  }

  private Running start(Admin admin) throws InterruptedException {
    LagReader lag =
        new LagReader(
            admin,
            config.applicationId(),
            Topics.RATINGS,
            List.of(FeatureTopology.MISROUTED, FeatureTopology.ITEM_WORK));
    RatingSource ratings = RatingSource.of(config.registry(), registry);
    Topology topology = topology(lag, ratings.reader());
    Topology experimentTopology =
        ExperimentTopology.build(ratings.reader(), partitions(lag, Topics.RATINGS.name()));
    RocksMemory memory = new RocksMemory(config.rocksdbMemoryMib());
    short replicas = described(Topics.RATINGS.name(), lag::replicas);
    KafkaStreams streams = streams(topology, memory, ratings, replicas);
    StreamMetrics streamMetrics = new StreamMetrics(NAME, streams);
    streamMetrics.bindTo(registry);
    new DiskSpaceMetrics(config.stateDir().toFile()).bindTo(registry);
    streams.start();
    ExperimentStream experiments =
        ExperimentStream.start(
            kafka,
            config,
            memory,
            metrics,
            replicas,
            admin,
            ratings.clients(),
            experimentTopology,
            registry);
    ProgressWatch watch =
        new ProgressWatch(
            metrics,
            new LagWatch(NAME, lag, registry),
            experiments == null ? null : experiments.lag());
    register(watch);
    watch.start();
    StreamSpec spec = spec(topology, experimentTopology, experiments != null);
    ErasureSchedule erasure = erasure(admin, ratings.reader(), spec, streams);
    erasure.start();
    return new Running(admin, ratings, streams, memory, watch, erasure, experiments, streamMetrics);
  }

  private Topology topology(LagReader lag, RatingReader ratings) throws InterruptedException {
    TopologySettings settings =
        new TopologySettings(
            config.state(),
            config.memory(),
            ratings,
            partitions(lag, Topics.RATINGS.name()),
            partitions(lag, Topics.ITEM_FEATURES.name()),
            InstantSource.system(),
            new TopicBarrier(() -> lag.ends(Topics.ITEMS.name()), config.catalogueWait()),
            tracing);
    return FeatureTopology.build(settings, metrics);
  }

  private KafkaStreams streams(
      Topology topology, RocksMemory memory, RatingSource ratings, short replicas) {
    KafkaStreams streams =
        new KafkaStreams(
            topology,
            StreamSettings.of(kafka, config, memory, metrics, replicas),
            ratings.clients());
    streams.setUncaughtExceptionHandler(
        fault -> {
          LOG.error("features: a stream thread failed, another takes its place", fault);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    return streams;
  }

  private StreamSpec spec(Topology features, Topology experiments, boolean counted) {
    String id = config.applicationId();
    String experimentsId = ExperimentStream.applicationId(id);
    Set<String> internal = new HashSet<>(InternalTopics.of(id, features));
    internal.addAll(InternalTopics.of(experimentsId, experiments));
    return new StreamSpec(
        id, counted ? experimentsId : null, internal, config.transactionTimeout());
  }

  private ErasureSchedule erasure(
      Admin admin, RatingReader ratings, StreamSpec spec, KafkaStreams streams) {
    return new ErasureSchedule(
        kafka,
        admin,
        ratings,
        spec,
        config.erasure(),
        () -> hasFirstPartition(streams),
        new ErasureMetrics(registry));
  }

  /** Of several instances just one has it. */
  private static boolean hasFirstPartition(KafkaStreams streams) {
    TopicPartition first = new TopicPartition(Topics.RATINGS.name(), 0);
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .anyMatch(task -> task.topicPartitions().contains(first));
  }

  private static int partitions(LagReader lag, String topic) throws InterruptedException {
    return described(topic, name -> lag.partitions(name).size());
  }

  /** What the broker tells of a topic. */
  @FunctionalInterface
  private interface Described<T> {
    T of(String topic) throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static <T> T described(String topic, Described<T> wanted) throws InterruptedException {
    try {
      return wanted.of(topic);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new UserFault(
            topic + ": must exist before features starts; create the topics (topics create)", e);
      }
      throw new KafkaException(topic + ": could not be described", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException(topic + ": could not be described", e);
    }
  }

  private void register(ProgressWatch watch) {
    Gauge.builder("millrace.features.rate", watch, w -> w.progress().eventsPerSecond())
        .description("Valid events per second")
        .register(registry);
  }

  /** How far it has come. */
  public synchronized FeatureProgress progress() {
    return running == null ? ProgressWatch.progress(metrics, -1, 0) : running.watch().progress();
  }

  /**
   * Whether the stream of features runs. No answer waits for what experiments count: their stream
   * tells of itself by its metrics and in {@link #health}.
   */
  @Override
  public synchronized boolean ready() {
    return running != null && running.streams().state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public synchronized Map<String, Object> health() {
    FeatureProgress progress = progress();
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("state", running == null ? "STOPPED" : running.streams().state().name());
    health.put("accepted", metrics.count(Outcome.ACCEPTED));
    health.put("replaced", metrics.count(Outcome.REPLACED));
    health.put("duplicate", metrics.count(Outcome.DUPLICATE));
    health.put("superseded", metrics.count(Outcome.SUPERSEDED));
    health.put("rejected", metrics.rejected());
    health.put("lag", progress.lag());
    health.put("eventsPerSecond", progress.eventsPerSecond());
    ExperimentStream experiments = running == null ? null : running.experiments();
    if (experiments != null) {
      health.put("experimentsState", experiments.streams().state().name());
      health.put("experimentsLag", experiments.lag().lag());
    }
    return health;
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      close(running);
      running = null;
    }
    tracing.close();
  }

  private static void close(Running running) {
    running.erasure().close();
    ExperimentStream experiments = running.experiments();
    if (experiments != null) {
      experiments.close();
    }
    running.watch().close();
    running.streams().close(StreamSettings.farewell());
    running.ratings().close();
    running.memory().close();
    running.admin().close(Duration.ofSeconds(1));
  }
}
