package io.millrace.trainer.service;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingState;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.run.TrainingOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells on {@code trainings.v1} how the training under way goes: once a second while something
 * moves, every few seconds while nothing does, and how it ended. A training never waits for it, and
 * does not fail because of it. What an earlier process left running is told as stopped. The newest
 * {@value #KEPT} are kept.
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>thread</th><th>does</th></tr>
 *   <tr><td>training</td><td>changes the record of the training under way</td></tr>
 *   <tr><td>reports</td><td>sends it</td></tr>
 *   <tr><td>follower</td><td>notes which trainings are on the topic, and their states</td></tr>
 * </table>
 */
final class TrainingReports implements TrainingProgress, AutoCloseable {
  /** Trainings kept on the topic. */
  static final int KEPT = 20;

  private static final Logger log = LoggerFactory.getLogger(TrainingReports.class);
  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final int PATIENCE_MILLIS = 5_000;

  private final InstantSource clock;
  private final TopicFollower follower;
  private final Map<String, Object> producerSettings;
  private final ConcurrentSkipListMap<String, Training> present = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trainer-reports").factory());
  private volatile @Nullable TrainingRecord current;
  private volatile boolean moved;
  private volatile String engine = "";
  private volatile String device = "";
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean tidied;
  private boolean toldOfFailure;
  private long sentAt;

  TrainingReports(KafkaSettings kafka, InstantSource clock) {
    this.clock = clock;
    this.producerSettings = kafka.producer("trainer-reports");
    producerSettings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    this.follower =
        new TopicFollower(
            kafka, "trainer-reports", true, Map.of(Topics.TRAININGS.name(), this::read));
  }

  void start() {
    follower.start();
    ScheduledFuture<?> _ = sender.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void read(ConsumerRecord<byte[], byte[]> entry) {
    String id = new String(entry.key(), StandardCharsets.UTF_8);
    if (entry.value() == null) {
      present.remove(id);
    } else {
      present.put(id, Topics.TRAININGS.codec().decode(entry.value()));
    }
  }

  /** A training begins. */
  void begin(String trigger) {
    current = new TrainingRecord(trigger, engine, device, clock.millis());
    moved = true;
  }

  /** It has taken its snapshot. */
  void learning(long ratings) {
    TrainingRecord record = current;
    if (record != null) {
      record.ratings(ratings);
      moved = true;
    }
  }

  @Override
  public void opened(String engineName, String deviceName) {
    engine = engineName;
    device = deviceName;
    TrainingRecord record = current;
    if (record != null) {
      record.engine(engineName, deviceName);
    }
  }

  @Override
  public void begins(Step step) {
    TrainingRecord record = current;
    if (record != null) {
      record.step(step);
      moved = true;
    }
  }

  @Override
  public void update(Stage stage) {
    TrainingRecord record = current;
    if (record != null) {
      record.stage(stage, clock.millis());
      moved = true;
    }
  }

  @Override
  public void epoch(EpochLog line) {
    TrainingRecord record = current;
    if (record != null) {
      record.epoch(line, clock.millis());
      moved = true;
    }
  }

  /** The gate has decided; returns how. */
  TrainingState ended(TrainingOutcome outcome) {
    boolean published = outcome.verdict() == GateVerdict.PUBLISHED;
    TrainingState state = published ? TrainingState.PUBLISHED : TrainingState.REFUSED;
    end(state, outcome.generation(), outcome.refusal());
    return state;
  }

  /** It came to nothing. */
  void failed(TrainingState state, String reason) {
    end(state, null, reason);
  }

  private void end(TrainingState state, @Nullable String generation, @Nullable String reason) {
    TrainingRecord record = current;
    current = null;
    if (record != null && !sender.isShutdown()) {
      record.ended(state, generation, reason, clock.millis());
      sender.execute(() -> send(record));
    }
  }

  private void tick() {
    try {
      tidy();
      TrainingRecord record = current;
      if (record != null && (moved || clock.millis() - sentAt >= HEARTBEAT_MILLIS)) {
        moved = false;
        send(record);
      }
    } catch (RuntimeException e) { // top of thread, which would end in silence
      log.warn("how the training goes could not be told", e);
    }
  }

  /** Once, when the topic has been read: what runs on it does not run any more. */
  private void tidy() {
    if (tidied || !follower.caughtUp()) {
      return;
    }
    tidied = true;
    for (Training left : present.values()) {
      if (left.getState() == TrainingState.RUNNING && !isCurrent(left)) {
        Training stopped = Training.newBuilder(left).build();
        stopped.setState(TrainingState.STOPPED);
        stopped.setReason("the trainer ended before the training did");
        stopped.setEndedAt(left.getUpdatedAt());
        put(stopped.getTrainingId(), stopped);
      }
    }
  }

  private boolean isCurrent(Training training) {
    TrainingRecord record = current;
    return record != null && record.id().equals(training.getTrainingId());
  }

  private void send(TrainingRecord record) {
    sentAt = clock.millis();
    put(record.id(), record.snapshot(sentAt));
    int excess = present.size() + (present.containsKey(record.id()) ? 0 : 1) - KEPT;
    for (String old : present.keySet().stream().limit(Math.max(0, excess)).toList()) {
      put(old, null);
    }
  }

  private void put(String id, @Nullable Training training) {
    try {
      byte[] value = training == null ? null : Topics.TRAININGS.codec().encode(training);
      byte[] key = id.getBytes(StandardCharsets.UTF_8);
      var _ = producer().send(new ProducerRecord<>(Topics.TRAININGS.name(), key, value));
      toldOfFailure = false;
    } catch (KafkaException e) {
      if (!toldOfFailure) {
        log.warn("{}: how the training goes cannot be told", Topics.TRAININGS.name(), e);
      }
      toldOfFailure = true;
    }
  }

  private Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> known = producer;
    if (known == null) {
      known = new KafkaProducer<>(producerSettings);
      producer = known;
    }
    return known;
  }

  /** Tells of a training under way that it is stopped, as far as that takes no time. */
  @Override
  public void close() {
    end(TrainingState.STOPPED, null, "the trainer was stopped");
    sender.execute(this::closeProducer);
    sender.shutdown();
    try {
      if (!sender.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    follower.close();
  }

  private void closeProducer() {
    Producer<byte[], byte[]> known = producer;
    if (known != null) {
      known.close(Duration.ofMillis(PATIENCE_MILLIS));
    }
  }
}
