package io.millrace.tests.benchmark.scale;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.tests.rig.TopicReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a topic takes of a broker's disk.
 *
 * @param topic its name
 * @param bytes on disk now, of one replica
 * @param records committed
 * @param newest bytes of the newest record of each key, what compaction comes to
 * @param keys that have one
 */
record TopicCost(String topic, long bytes, long records, long newest, long keys) {
  private static final String ALL = "all topics";

  /** Of a record beside key and value: lengths, offset, time. */
  private static final int RECORD_BYTES = 12;

  /**
   * Of every topic of a broker that holds something, Kafka's own left out, and at the end of all.
   */
  static List<TopicCost> of(KafkaSettings kafka) throws InterruptedException {
    List<TopicCost> costs = new ArrayList<>();
    for (Map.Entry<String, Long> size : sizes(kafka).entrySet()) {
      if (size.getValue() > 0) {
        costs.add(of(kafka, size.getKey(), size.getValue()));
      }
    }
    costs.add(sum(costs));
    return costs;
  }

  private static TopicCost sum(List<TopicCost> costs) {
    return new TopicCost(
        ALL,
        costs.stream().mapToLong(TopicCost::bytes).sum(),
        costs.stream().mapToLong(TopicCost::records).sum(),
        costs.stream().mapToLong(TopicCost::newest).sum(),
        costs.stream().mapToLong(TopicCost::keys).sum());
  }

  private static TopicCost of(KafkaSettings kafka, String topic, long bytes) {
    Map<Bytes, Integer> newest = new HashMap<>();
    long[] records = new long[1];
    new TopicReading(kafka)
        .read(
            topic,
            record -> {
              records[0]++;
              if (record.key() == null || record.value() == null) {
                return;
              }
              newest.put(
                  Bytes.wrap(record.key()),
                  RECORD_BYTES + record.serializedKeySize() + record.serializedValueSize());
            });
    long compacted = newest.values().stream().mapToLong(Integer::longValue).sum();
    return new TopicCost(topic, bytes, records[0], compacted, newest.size());
  }

  /** Bytes on disk by topic, in order of their names. */
  static Map<String, Long> sizes(KafkaSettings kafka) throws InterruptedException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Admin admin = Admin.create(kafka.admin("scale-sizes"))) {
      var topics = admin.listTopics(new ListTopicsOptions().listInternal(false)).names().get();
      List<Integer> brokers =
          admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .filter(replica -> topics.contains(replica.getKey().topic()))
          .forEach(replica -> add(sizes, replica.getKey().topic(), replica.getValue()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("sizes of topics cannot be had", e.getCause());
    }
    return sizes;
  }

  private static void add(Map<String, Long> sizes, String topic, ReplicaInfo replica) {
    sizes.merge(topic, replica.size(), Long::sum);
  }

  @Override
  public String toString() {
    return "%s: %,d bytes, %,d records; newest of %,d keys: %,d bytes"
        .formatted(topic, bytes, records, keys, newest);
  }
}
