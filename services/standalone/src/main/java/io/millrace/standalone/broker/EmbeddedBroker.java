package io.millrace.standalone.broker;

import io.millrace.runtime.DirectoryTree;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process: one node, KRaft, on this machine's loopback address only.
 *
 * <p>Set up for replays: records of any age are taken, nothing expires, no segment rolls by time.
 * Internal topics have one replica. Started again on the same directory it has everything it had,
 * at the same address if the port was given.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";
  private static final String PLAIN = "PLAINTEXT";
  private static final String META = "meta.properties";

  private final KafkaRaftServer server;
  private final Path directory;
  private final int port;
  private final boolean temporary;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, Path directory, int port, boolean temporary) {
    this.server = server;
    this.directory = directory;
    this.port = port;
    this.temporary = temporary;
  }

  /** Starts a broker on a free port in a temporary directory that goes with it. */
  public static EmbeddedBroker startTemporary() {
    return startTemporary(PLAIN, Map.of());
  }

  /**
   * The same, set up otherwise: with log-ins, with certificates.
   *
   * @param protocol spoken with clients, such as {@code SASL_SSL}
   * @param settings of the broker, over its own
   */
  public static EmbeddedBroker startTemporary(String protocol, Map<String, String> settings) {
    try {
      return start(
          Files.createTempDirectory("millrace-broker-"), 0, true, new Setup(protocol, settings));
    } catch (IOException e) {
      throw new UserFault("no temporary directory can be made: " + e.getMessage(), e);
    }
  }

  /**
   * Starts a broker that keeps its data.
   *
   * @param directory where its data is or shall be
   * @param port its port, 0 for a free one
   * @throws UserFault if the directory cannot be used or the port is taken
   */
  public static EmbeddedBroker start(Path directory, int port) {
    return start(directory, port, false, new Setup(PLAIN, Map.of()));
  }

  private record Setup(String protocol, Map<String, String> more) {}

  private static EmbeddedBroker start(Path directory, int port, boolean temporary, Setup setup) {
    int listener = port == 0 ? freePort() : port;
    requireFree(listener);
    try {
      Files.createDirectories(directory);
      format(directory);
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(settings(directory, listener, freePort(), setup), false),
              Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, directory, listener, temporary);
    } catch (IOException e) {
      throw new UserFault(
          directory + ": cannot hold the broker's data (" + e.getMessage() + "); choose another",
          e);
    } catch (KafkaException e) {
      throw new UserFault(
          directory
              + ": the broker does not start on it ("
              + e.getMessage()
              + "); is another process using it?",
          e);
    }
  }

  private static void format(Path directory) throws IOException {
    if (Files.exists(directory.resolve(META))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setNodeId(NODE)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(directory.toString())
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.addDirectory(directory.toString());
    try {
      formatter.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the storage cannot be formatted", e);
    }
  }

  private static Map<String, String> settings(
      Path directory, int port, int controllerPort, Setup setup) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "%s://%s:%d,CONTROLLER://%s:%d"
            .formatted(setup.protocol(), HOST, port, HOST, controllerPort));
    settings.put("advertised.listeners", "%s://%s:%d".formatted(setup.protocol(), HOST, port));
    settings.put(
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,%s:%s".formatted(setup.protocol(), setup.protocol()));
    settings.put("log.dirs", directory.toString());
    settings.putAll(retention());
    settings.putAll(sizes());
    settings.putAll(setup.more());
    return settings;
  }

  /** Events are decades old; the payload keeps what is further ahead than the broker takes. */
  private static Map<String, String> retention() {
    return Map.of(
        "log.retention.ms", "-1",
        "log.retention.check.interval.ms", "10000", // what is erased leaves the disk soon
        "log.roll.ms", Topics.SEGMENT_MS,
        "log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
        "log.message.timestamp.after.max.ms", "172800000",
        "auto.create.topics.enable", "false",
        "delete.topic.enable", "true");
  }

  /** One node, one machine, little memory. */
  private static Map<String, String> sizes() {
    Map<String, String> sizes = new HashMap<>();
    sizes.put("offsets.topic.replication.factor", "1");
    sizes.put("offsets.topic.num.partitions", "4");
    sizes.put("transaction.state.log.replication.factor", "1");
    sizes.put("transaction.state.log.min.isr", "1");
    sizes.put("transaction.state.log.num.partitions", "4");
    sizes.put("share.coordinator.state.topic.replication.factor", "1");
    sizes.put("share.coordinator.state.topic.min.isr", "1");
    sizes.put("group.initial.rebalance.delay.ms", "0");
    sizes.put("num.network.threads", "2");
    sizes.put("num.io.threads", "4");
    sizes.put("num.recovery.threads.per.data.dir", "2");
    sizes.put("log.cleaner.dedupe.buffer.size", "33554432");
    sizes.put("log.cleaner.threads", "1");
    sizes.put("log.index.size.max.bytes", "2097152");
    return sizes;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UserFault("no port is free on " + HOST + ": " + e.getMessage(), e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UserFault(
          "the broker's port " + port + " is taken; choose another, or 0 for a free one", e);
    }
  }

  /** Where clients reach it: {@code host:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** Settings for clients of this broker. */
  public KafkaSettings kafka() {
    return new KafkaSettings(bootstrapServers(), Map.of());
  }

  /** Where its data is. */
  public Path directory() {
    return directory;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try {
      new DirectoryTree(directory).remove();
    } catch (IOException e) {
      log.warn("{}: could not be removed", directory, e);
    }
  }
}
