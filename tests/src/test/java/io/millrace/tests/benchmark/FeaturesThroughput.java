package io.millrace.tests.benchmark;

import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events per second of the whole feature topology, exactly once, in a process of its own beside an
 * embedded broker: MovieLens 1M where it is at hand, else the sample. All events are on the topic
 * before it starts, and its start is not counted: the clock runs from the first 5 % to the last.
 */
public final class FeaturesThroughput {
  private static final Logger log = LoggerFactory.getLogger(FeaturesThroughput.class);
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final double WARM = 0.05;

  private FeaturesThroughput() {}

  /** Measures once; the first argument, if any, limits the number of events. */
  public static void main(String[] arguments) throws Exception {
    int limit = arguments.length == 0 ? Integer.MAX_VALUE : Integer.parseInt(arguments[0]);
    Catalogue data = Catalogue.head("ml-1m", limit);
    Path directory = Files.createTempDirectory("millrace-throughput-");
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Deployment deployment = new Deployment(broker.kafka(), directory);
        EventProducer producer = new EventProducer(broker.kafka())) {
      deployment.createTopics();
      producer.catalogue(data);
      data.events().forEach(producer::rating);
      producer.flush();
      measure(deployment, data.events().size());
    }
  }

  private static void measure(Deployment deployment, int events) throws Exception {
    deployment.startFeatures();
    long warm = awaitUserStates(deployment, (long) (events * WARM));
    Instant start = Instant.now();
    long end = awaitUserStates(deployment, events);
    Duration took = Duration.between(start, Instant.now());
    log.warn(
        "features: {} events in {} s, {} events/s",
        end - warm,
        took.toSeconds(),
        Math.round((end - warm) * 1e3 / took.toMillis()));
  }

  /** Each event writes one user state; markers of commits add a few records. */
  private static long awaitUserStates(Deployment deployment, long count) throws Exception {
    return Patience.await(
        count + " user states",
        LIMIT,
        () -> deployment.topics().end(Topics.USER_FEATURES, true),
        end -> end >= count,
        deployment::story);
  }
}
