package io.millrace.tests.rig;

import io.millrace.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The system as its users run it: one process for each service, around a given broker. For one
 * thread; closing ends every process.
 */
public final class Deployment implements AutoCloseable {
  /** Nothing waits longer than this; a machine under load is slow, not wrong. */
  public static final Duration PATIENCE = Duration.ofMinutes(6);

  /** Trains in seconds: small towers, few epochs, on one slice of a small data set. */
  private static final List<String> SMALL_MODEL =
      List.of(
          "trainer.embedding_dim=32",
          "trainer.user_tower_dims=[64,32]",
          "trainer.item_tower_dims=[64,32]",
          "trainer.dnn_dims=[64,32,16]",
          "trainer.batch_size=512",
          "trainer.epochs_retrieval=3",
          "trainer.epochs_ranking=4");

  private final KafkaSettings kafka;
  private final Path directory;
  private final List<String> settings;
  private final List<MillraceProcess> started = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param kafka the broker
   * @param directory where states and logs are kept
   */
  public Deployment(KafkaSettings kafka, Path directory) {
    this(kafka, directory, List.of());
  }

  /**
   * Nothing runs yet.
   *
   * @param settings of features and recommend, KEY=VALUE
   */
  public Deployment(KafkaSettings kafka, Path directory, List<String> settings) {
    this.kafka = kafka;
    this.directory = directory;
    this.settings = settings;
  }

  /** The broker. */
  public KafkaSettings kafka() {
    return kafka;
  }

  /** Reads the broker's topics. */
  public TopicReading topics() {
    return new TopicReading(kafka);
  }

  /** Creates the topics and waits until they are there. */
  public void createTopics() throws InterruptedException {
    finish(command("topics", "create"));
  }

  /** Plays the head of a data set to its end. */
  public void replay(Catalogue data) throws InterruptedException {
    finish(startReplay(data, "max"));
  }

  /** Starts to play the head of a data set. */
  public MillraceProcess startReplay(Catalogue data, String speed) {
    return command(
        "replay",
        "--data",
        data.argument(),
        "--limit",
        Integer.toString(data.events().size()),
        "--speed",
        speed);
  }

  /** Starts Kafka Streams, on the state it may have left behind. */
  public MillraceProcess startFeatures() {
    return command(
        settings, "features", "--set", "features.state_dir=" + directory.resolve("features"));
  }

  /** Starts the trainer, with settings for a small model. */
  public MillraceProcess startTrainer() {
    return command(SMALL_MODEL, "trainer", "--set", "trainer.runs.directory=" + runs());
  }

  /** Where the trainer leaves a directory of each training. */
  public Path runs() {
    return directory.resolve("runs");
  }

  /** Starts the service. */
  public MillraceProcess startRecommend(int port) {
    return command(settings, "recommend", "--port", Integer.toString(port));
  }

  private static void finish(MillraceProcess process) throws InterruptedException {
    if (process.exitCode() != 0) {
      throw new AssertionError(process.story());
    }
  }

  private MillraceProcess command(String... arguments) {
    return command(List.of(), arguments);
  }

  private MillraceProcess command(List<String> settings, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    settings.forEach(setting -> all.addAll(List.of("--set", setting)));
    MillraceProcess process = MillraceProcess.start(directory, all);
    started.add(process);
    return process;
  }

  /** What every process still running, and the last that ended, has printed at the end. */
  public String story() {
    StringBuilder story = new StringBuilder();
    started.forEach(process -> story.append(process.story()).append('\n'));
    return story.toString();
  }

  /** A port nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    started.reversed().forEach(MillraceProcess::close);
  }
}
