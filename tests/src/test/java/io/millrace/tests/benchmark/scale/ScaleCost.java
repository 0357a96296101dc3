package io.millrace.tests.benchmark.scale;

import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.fault.load.SyntheticWorld;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What so many users, items and events cost: topics on disk, as written and compacted; processor
 * time and stores of features; heap of features and recommend. Broker in this process, each service
 * in its own, on made-up events. Of two runs that differ in one number the difference is what that
 * costs; no figure is a wall time.
 */
public final class ScaleCost {
  private static final Logger log = LoggerFactory.getLogger(ScaleCost.class);
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final long SEED = 1;

  private ScaleCost() {}

  /** Measures once: numbers of users, items and events. */
  public static void main(String[] arguments) throws Exception {
    int users = Integer.parseInt(arguments[0]);
    int items = Integer.parseInt(arguments[1]);
    int events = Integer.parseInt(arguments[2]);
    Path directory = Files.createTempDirectory("millrace-scale-");
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Deployment deployment = new Deployment(broker.kafka(), directory)) {
      deployment.createTopics();
      send(deployment, SyntheticWorld.of(SEED, users, items, events));
      log.warn("{} users, {} items, {} events", users, items, events);
      features(deployment, events, directory);
      recommend(deployment);
      TopicCost.of(deployment.kafka()).forEach(cost -> log.warn("topic {}", cost));
    }
  }

  private static void send(Deployment deployment, Catalogue world) {
    try (EventProducer producer = new EventProducer(deployment.kafka())) {
      producer.catalogue(world);
      world.events().forEach(producer::rating);
      producer.flush();
    }
  }

  private static void features(Deployment deployment, int events, Path directory) throws Exception {
    Duration before = ownCpu();
    try (MillraceProcess features = deployment.startFeatures()) {
      Patience.await(
          events + " user states",
          LIMIT,
          () -> deployment.topics().end(Topics.USER_FEATURES, true),
          end -> end >= events,
          deployment::story);
      awaitQuiet(deployment);
      Duration broker = ownCpu().minus(before);
      log.warn("features: {}", ProcessCost.of(features.pid()));
      log.warn("broker: {} s of processor time", broker.toSeconds());
    }
    log.warn("stores: {} bytes", ProcessCost.files(directory.resolve("features")));
  }

  /** Of this process, in which the broker is. */
  private static Duration ownCpu() throws IOException {
    return ProcessCost.cpu(ProcessHandle.current().pid());
  }

  /** Until nothing is written any more. */
  private static void awaitQuiet(Deployment deployment) throws Exception {
    long[] last = {-1};
    Patience.await(
        "quiet",
        LIMIT,
        () -> {
          long before = last[0];
          last[0] = bytes(deployment);
          Thread.sleep(QUIET);
          return last[0] == before;
        },
        Boolean.TRUE::equals,
        deployment::story);
  }

  private static long bytes(Deployment deployment) throws InterruptedException {
    return TopicCost.sizes(deployment.kafka()).values().stream().mapToLong(Long::longValue).sum();
  }

  private static void recommend(Deployment deployment) throws Exception {
    int port = Deployment.freePort();
    try (MillraceProcess recommend = deployment.startRecommend(port);
        ServiceClient client = new ServiceClient(port)) {
      Patience.await(
          "state read",
          LIMIT,
          () -> client.get("/health/ready").body().path("stateCaughtUp").asBoolean(),
          Boolean.TRUE::equals,
          deployment::story);
      log.warn("recommend, without a model: {}", ProcessCost.of(recommend.pid()));
    }
  }
}
