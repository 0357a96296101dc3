package io.millrace.features.topology;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/** The topics that Kafka Streams makes for a topology, by the names it gives them. */
public final class InternalTopics {
  private static final String CHANGELOG = "-changelog";
  private static final String REPARTITION = "-repartition";

  private InternalTopics() {}

  /**
   * All of them: a changelog for each store of a task, and what passes records on between tasks.
   *
   * @param applicationId that the topology runs with
   */
  public static Set<String> of(String applicationId, Topology topology) {
    Set<String> topics = new TreeSet<>();
    topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .flatMap(InternalTopics::of)
        .forEach(topic -> topics.add(applicationId + "-" + topic));
    return topics;
  }

  private static Stream<String> of(TopologyDescription.Node node) {
    return switch (node) {
      case TopologyDescription.Processor processor ->
          processor.stores().stream().map(store -> store + CHANGELOG);
      case TopologyDescription.Source source ->
          source.topicSet().stream().filter(topic -> topic.endsWith(REPARTITION));
      default -> Stream.of(); // what a sink passes on, a source takes
    };
  }

  /** Whether a topic's name is one of a changelog. */
  public static boolean isChangelog(String topic) {
    return topic.endsWith(CHANGELOG);
  }
}
