package io.millrace.tests.fault.cluster;

import io.millrace.schemas.Topics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The program of one broker of several, which is a controller too: three replicas of everything, of
 * which two must have a record before it counts. Runs until the process is told to end.
 *
 * <p>A broker that says nothing is given up after {@link #SESSION_MILLIS}: Kafka's 9 s are too long
 * for a recovery within 10 s.
 */
public final class BrokerNode {
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";
  private static final String SESSION_MILLIS = "5000";

  private BrokerNode() {}

  /**
   * Runs a broker.
   *
   * @param arguments its id, the directory of its data, and the {@linkplain Quorum#written quorum}
   */
  public static void main(String[] arguments) throws Exception {
    int id = Integer.parseInt(arguments[0]);
    Path directory = Path.of(arguments[1]);
    Quorum quorum = Quorum.read(arguments[2]);
    format(id, directory);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings(id, directory, quorum), false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::shutdown));
    server.startup();
    server.awaitShutdown();
  }

  private static void format(int id, Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(directory);
    Formatter formatter =
        new Formatter()
            .setNodeId(id)
            .setClusterId(CLUSTER)
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(directory.toString())
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.addDirectory(directory.toString());
    formatter.run();
  }

  private static Map<String, String> settings(int id, Path directory, Quorum quorum) {
    Quorum.Node node = quorum.node(id);
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(id));
    settings.put("controller.quorum.voters", quorum.voters());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
            .formatted(node.host(), node.port(), node.host(), node.controllerPort()));
    settings.put("advertised.listeners", "PLAINTEXT://" + node.host() + ":" + node.port());
    settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    settings.put("log.dirs", directory.toString());
    settings.putAll(replication());
    settings.putAll(failover());
    settings.putAll(retention());
    settings.putAll(sizes());
    return settings;
  }

  /** Of the brokers' own topics. Ours bring what they need: a stock broker keeps one replica. */
  private static Map<String, String> replication() {
    return Map.of(
        "unclean.leader.election.enable", "false",
        "offsets.topic.replication.factor", "3",
        "transaction.state.log.replication.factor", "3",
        "transaction.state.log.min.isr", "2",
        "share.coordinator.state.topic.replication.factor", "3",
        "share.coordinator.state.topic.min.isr", "2");
  }

  private static Map<String, String> failover() {
    return Map.of(
        "broker.session.timeout.ms", SESSION_MILLIS,
        "broker.heartbeat.interval.ms", "1000",
        "replica.lag.time.max.ms", "5000",
        "replica.socket.timeout.ms", "5000",
        "group.initial.rebalance.delay.ms", "0",
        "leader.imbalance.check.interval.seconds", "30");
  }

  private static Map<String, String> retention() {
    return Map.of(
        "log.retention.ms", "-1",
        "log.roll.ms", Topics.SEGMENT_MS,
        "log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
        "log.message.timestamp.after.max.ms", "172800000",
        "auto.create.topics.enable", "false");
  }

  /** Three on one machine. */
  private static Map<String, String> sizes() {
    return Map.of(
        "offsets.topic.num.partitions", "3",
        "transaction.state.log.num.partitions", "3",
        "num.network.threads", "2",
        "num.io.threads", "4",
        "num.recovery.threads.per.data.dir", "2",
        "log.cleaner.dedupe.buffer.size", "16777216",
        "log.cleaner.threads", "1",
        "log.index.size.max.bytes", "2097152");
  }
}
