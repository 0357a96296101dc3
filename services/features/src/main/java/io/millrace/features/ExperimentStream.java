package io.millrace.features;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.features.experiment.ExperimentTopology;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stream that counts experiments, with a group and stores of its own.
 *
 * @param streams runs it
 * @param metrics held here: a registry holds it weakly
 * @param lag how far it is behind, measured by whoever asks
 */
record ExperimentStream(KafkaStreams streams, StreamMetrics metrics, LagWatch lag)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentStream.class);
  private static final List<Topic<?>> NEEDED =
      List.of(Topics.FEEDBACK, Topics.EXPERIMENTS, Topics.EXPERIMENT_RESULTS);

  private static final Tag NAME = Tag.of("stream", "experiments");

  /** What it runs as, beside features of this id. */
  static String applicationId(String features) {
    return features + "-experiments";
  }

  /** Starts it; null, with a word in the log, where its topics have not been created yet. */
  static @Nullable ExperimentStream start(
      KafkaSettings kafka,
      FeaturesConfig config,
      RocksMemory memory,
      FeatureMetrics metrics,
      short replicas,
      Admin admin,
      KafkaClientSupplier clients,
      Topology topology,
      MeterRegistry registry)
      throws InterruptedException {
    if (!topicsAreThere(admin)) {
      LOG.warn("experiments are not counted: their topics are missing (topics create)");
      return null;
    }
    String id = applicationId(config.applicationId());
    KafkaStreams streams =
        new KafkaStreams(
            topology,
            StreamSettings.ofExperiments(kafka, config, memory, metrics, replicas, id),
            clients);
    streams.setUncaughtExceptionHandler(
        fault -> {
          LOG.error("experiments: a stream thread failed, another takes its place", fault);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    StreamMetrics streamMetrics = new StreamMetrics(NAME, streams);
    streamMetrics.bindTo(registry);
    LagReader reader =
        new LagReader(admin, id, Topics.FEEDBACK, List.of(ExperimentTopology.BY_USER));
    streams.start();
    return new ExperimentStream(streams, streamMetrics, new LagWatch(NAME, reader, registry));
  }

  private static boolean topicsAreThere(Admin admin) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      return NEEDED.stream().map(Topic::name).allMatch(present::contains);
    } catch (ExecutionException e) {
      LOG.warn("experiments: the topics cannot be listed", e);
      return false;
    }
  }

  @Override
  public void close() {
    streams.close(StreamSettings.farewell());
  }
}
