package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.FeatureComparison;
import io.millrace.tests.rig.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Sparse events over thirty years must not roll a segment each: no topic, changelogs and
 * repartition topics included, may have more segments than its size explains.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ThirtyYearsIT {
  private static final int EVENTS = 6_000;
  private static final Duration SPAN = Duration.ofDays(30 * 365);
  private static final Instant START = Instant.parse("1995-06-01T00:00:00Z");
  private static final long SMALLEST_SEGMENT = 16L << 20;

  private final Catalogue data = stretched(Catalogue.head(EVENTS));

  @Test
  void shouldKeepFewSegmentsWhenThirtyYearsPass(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        Deployment deployment = new Deployment(broker.kafka(), directory);
        EventProducer producer = new EventProducer(broker.kafka())) {
      deployment.createTopics();
      producer.catalogue(data);
      data.events().forEach(producer::rating);
      producer.flush();
      deployment.startFeatures();
      awaitTheEnd(deployment);

      new FeatureComparison(data).assertHeldBy(deployment.topics());
      assertFewSegments(broker.directory());
    }
  }

  private static void awaitTheEnd(Deployment deployment) throws Exception {
    Patience.await(
        "example of every event",
        Deployment.PATIENCE,
        () -> deployment.topics().newest(Topics.TRAINING_EXAMPLES).size(),
        size -> size == EVENTS,
        deployment::story);
  }

  private static void assertFewSegments(Path broker) throws IOException {
    Map<String, Long> segments = new TreeMap<>();
    Map<String, Long> allowed = new TreeMap<>();
    for (Path partition : partitions(broker)) {
      String name = partition.getFileName().toString();
      segments.put(name, (long) logs(partition).size());
      long bytes = logs(partition).stream().mapToLong(ThirtyYearsIT::size).sum();
      allowed.put(name, 2 + bytes / SMALLEST_SEGMENT);
    }
    assertThat(segments.keySet())
        .as("topics looked at")
        .anyMatch(name -> name.contains("-changelog-"))
        .anyMatch(name -> name.contains("-repartition-"));
    assertThat(segments)
        .as("segments by partition, at most %s", allowed)
        .allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(allowed.get(name)));
  }

  private static List<Path> partitions(Path broker) throws IOException {
    try (Stream<Path> entries = Files.list(broker)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private static List<Path> logs(Path partition) throws IOException {
    try (Stream<Path> files = Files.list(partition)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same events, evenly over the span. */
  private static Catalogue stretched(Catalogue head) {
    long step = SPAN.toMillis() / EVENTS;
    return new Catalogue(
        head.argument(),
        head.items(),
        head.users(),
        IntStream.range(0, head.events().size())
            .mapToObj(i -> at(head.events().get(i), START.toEpochMilli() + i * step))
            .collect(Collectors.toList()));
  }

  private static RatingEvent at(RatingEvent event, long timestamp) {
    return new RatingEvent(
        event.getUserId(), event.getItemId(), event.getRating(), timestamp, null);
  }
}
