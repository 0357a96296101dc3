package io.millrace.recommend.events;

import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.Position;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One idempotent producer, fed by one thread from a bounded queue: the producer may block while it
 * looks for the broker, the caller never does.
 */
public final class KafkaTopicLog implements TopicLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicLog.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final ThreadPoolExecutor sender;
  private final Tracing tracing;
  private final LongAdder failed = new LongAdder();

  /**
   * Connects in the background.
   *
   * @param queue records that may wait for the sender; more are refused
   * @param linger how long a record may wait for others to be sent with, less than the timeout
   * @param timeout a record not acknowledged in time is refused
   * @param tracing records carry the span they were appended in
   */
  public KafkaTopicLog(
      KafkaSettings kafka,
      String clientId,
      int queue,
      Duration linger,
      Duration timeout,
      Tracing tracing) {
    this.tracing = tracing;
    Map<String, Object> settings = kafka.producer(clientId);
    int millis = Math.toIntExact(timeout.toMillis());
    int waiting = Math.toIntExact(linger.toMillis());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, waiting);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis - waiting);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    producer = new KafkaProducer<>(settings);
    sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name(clientId + "-sender").factory());
  }

  /** Records that wait for the sender. */
  public int waiting() {
    return sender.getQueue().size();
  }

  /** Records that were not written, since the start. */
  public long failed() {
    return failed.sum();
  }

  @Override
  public <V extends SpecificRecordBase> CompletionStage<Position> append(
      Topic<V> topic, String key, @Nullable V value, long timestamp) {
    CompletableFuture<Position> placed = new CompletableFuture<>();
    Headers headers = tracing.headers();
    try {
      sender.execute(() -> send(topic, key, value, timestamp, headers, placed));
    } catch (RejectedExecutionException e) {
      failed.increment();
      placed.completeExceptionally(
          new RequestFault(
              ErrorCode.OVERLOADED, "more records are waiting than can be written; try later"));
    }
    return placed;
  }

  private <V extends SpecificRecordBase> void send(
      Topic<V> topic,
      String key,
      @Nullable V value,
      long timestamp,
      @Nullable Headers headers,
      CompletableFuture<Position> placed) {
    try {
      byte[] bytes = value == null ? null : topic.codec().encode(value);
      byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
      var _ =
          producer.send(
              new ProducerRecord<>(topic.name(), null, timestamp, keyBytes, bytes, headers),
              (metadata, failure) -> {
                if (failure == null) {
                  placed.complete(new Position(metadata.partition(), metadata.offset()));
                } else {
                  refuse(topic, failure, placed);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      refuse(topic, e, placed);
    } catch (RuntimeException e) { // top of the task: nobody must wait for ever
      placed.completeExceptionally(e);
    }
  }

  private void refuse(Topic<?> topic, Exception failure, CompletableFuture<Position> placed) {
    failed.increment();
    LOG.warn("{}: a record was not written", topic.name(), failure);
    placed.completeExceptionally(
        new RequestFault(
            ErrorCode.LOG_UNAVAILABLE,
            "%s: Kafka did not take the record (%s); try later"
                .formatted(topic.name(), failure.getClass().getSimpleName())));
  }

  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} records were still waiting to be written", sender.getQueue().size());
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE_TIMEOUT);
  }
}
