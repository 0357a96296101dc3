package io.millrace.tests.fault.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.tests.fault.oracle.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in order, at a steady rate, as far as it is allowed to; what is sent is told to the
 * oracle first. Its producer never gives up. Started once; thread-safe.
 */
public final class Load implements AutoCloseable {
  private static final int NEVER_MILLIS = 600_000;
  private static final long STEP_MILLIS = 10;

  private final List<RatingEvent> events;
  private final Expectation expectation;
  private final int perStep;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Semaphore allowed = new Semaphore(0);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread;

  /**
   * A load, not started.
   *
   * @param perSecond the rate, at least 100
   */
  public Load(
      KafkaSettings kafka, List<RatingEvent> events, int perSecond, Expectation expectation) {
    this.events = List.copyOf(events);
    this.expectation = expectation;
    this.perStep = (int) (perSecond * STEP_MILLIS / 1000);
    this.producer = producer(kafka, "load");
    this.thread = Thread.ofPlatform().daemon().name("load").unstarted(this::send);
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaSettings kafka, String name) {
    Map<String, Object> settings = kafka.producer(name);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, NEVER_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, NEVER_MILLIS);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    return new KafkaProducer<>(settings);
  }

  /** Begins; nothing is sent before {@link #allow}. */
  public void start() {
    thread.start();
  }

  /** Allows so many events more. */
  public void allow(int more) {
    allowed.release(more);
  }

  private void send() {
    try {
      for (int i = 0; i < events.size(); i += perStep) {
        int end = Math.min(events.size(), i + perStep);
        allowed.acquire(end - i);
        events.subList(i, end).forEach(this::send);
        Thread.sleep(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what fails is kept by the callback
  private void send(RatingEvent event) {
    expectation.sent(event);
    byte[] value = Topics.RATINGS.codec().encode(event);
    send(
        new ProducerRecord<>(
            Topics.RATINGS.name(),
            null,
            event.getTimestamp(),
            event.getUserId().getBytes(UTF_8),
            value));
  }

  /** Sends a record as it is, whatever the load is allowed. */
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer.send(
        record,
        (at, fault) -> {
          if (fault != null) {
            failure.compareAndSet(null, fault);
          }
        });
  }

  /** Returns when every event has been sent and is on its topic; fails if one is not. */
  public void finish() throws InterruptedException {
    allow(events.size());
    thread.join();
    producer.flush();
    Exception fault = failure.get();
    if (fault != null) {
      throw new AssertionError("an event could not be sent", fault);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    producer.close(Duration.ofSeconds(5));
  }
}
