package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.FeatureComparison;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.TopicReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feature topology is killed again and again while events flow, at random moments of its commit
 * interval, and what it leaves on the topics is compared with a run that nothing disturbed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FeaturesCrashIT {
  private static final Logger log = LoggerFactory.getLogger(FeaturesCrashIT.class);
  private static final int EVENTS = 20_000;
  private static final int EVENTS_PER_SECOND = 800;
  private static final int KILLS = 4;

  private final Catalogue data = Catalogue.head(EVENTS);
  private final long seed = Long.getLong("millrace.seed", System.nanoTime());

  @Test
  void shouldHoldTheSameAsAnUndisturbedRunWhenKilledInMidStream(@TempDir Path directory)
      throws Exception {
    log.warn("seed {} (repeat with -Dmillrace.seed={})", seed, seed);
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Deployment deployment = new Deployment(broker.kafka(), directory);
        EventProducer producer = new EventProducer(broker.kafka())) {
      deployment.createTopics();
      producer.catalogue(data);
      Thread source = Thread.startVirtualThread(() -> play(producer));
      List<Crash> crashes = crash(deployment);
      source.join();
      awaitTheEnd(deployment);

      report(crashes);
      new FeatureComparison(data).assertHeldBy(deployment.topics());
      assertThat(crashes)
          .as("crashes between produce and commit; seed %d", seed)
          .anyMatch(Crash::uncommitted);
    }
  }

  /**
   * A kill.
   *
   * @param delay from the first output of the process to its end
   * @param uncommitted whether it left output on the topic that was never committed
   * @param recovery from the next start to the next output
   */
  private record Crash(Duration delay, boolean uncommitted, Duration recovery) {}

  private List<Crash> crash(Deployment deployment) throws Exception {
    Random random = new Random(seed);
    List<Crash> crashes = new ArrayList<>();
    MillraceProcess process = deployment.startFeatures();
    awaitOutput(deployment, 0);
    for (int kill = 0; kill < KILLS; kill++) {
      Duration delay = Duration.ofMillis(random.nextInt(1_500));
      Thread.sleep(delay.toMillis());
      process.kill();
      TopicReading topics = deployment.topics();
      long written = topics.end(Topics.USER_FEATURES, false);
      boolean uncommitted = topics.end(Topics.USER_FEATURES, true) < written;
      Instant start = Instant.now();
      process = deployment.startFeatures();
      awaitOutput(deployment, written + 2);
      crashes.add(new Crash(delay, uncommitted, Duration.between(start, Instant.now())));
    }
    return crashes;
  }

  /** Past the marker that aborts the transaction of the process before. */
  private static void awaitOutput(Deployment deployment, long end) throws Exception {
    Patience.await(
        "output after record " + end,
        Deployment.PATIENCE,
        () -> deployment.topics().end(Topics.USER_FEATURES, false),
        now -> now > end,
        deployment::story);
  }

  private void awaitTheEnd(Deployment deployment) throws Exception {
    Patience.await(
        "example of every event",
        Deployment.PATIENCE,
        () -> deployment.topics().newest(Topics.TRAINING_EXAMPLES).size(),
        size -> size == EVENTS,
        deployment::story);
    RatingEvent last = data.events().getLast();
    Patience.await(
        "committed state of the last event",
        Deployment.PATIENCE,
        () -> deployment.topics().newest(Topics.USER_FEATURES).get(last.getUserId()),
        user -> user != null && user.getOffset() == EVENTS - 1,
        deployment::story);
  }

  private void play(EventProducer producer) {
    Instant start = Instant.now();
    for (int i = 0; i < EVENTS; i++) {
      producer.rating(data.events().get(i));
      Duration ahead =
          Duration.ofMillis(i * 1_000L / EVENTS_PER_SECOND)
              .minus(Duration.between(start, Instant.now()));
      if (ahead.isPositive()) {
        pause(ahead);
      }
    }
    producer.flush();
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(List<Crash> crashes) {
    for (Crash crash : crashes) {
      log.warn(
          "features killed {} ms after its first output, {}, next output {} ms after the restart",
          crash.delay().toMillis(),
          crash.uncommitted() ? "between produce and commit" : "all committed",
          crash.recovery().toMillis());
    }
  }
}
