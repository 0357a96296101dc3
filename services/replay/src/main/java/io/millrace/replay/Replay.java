package io.millrace.replay;

import io.millrace.data.Dataset;
import io.millrace.data.Datasets;
import io.millrace.data.DownloadListener;
import io.millrace.data.OrderedRatings;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay of a data set: catalogue, flush, ratings in order of time, count. Run once, by one
 * thread; {@link #stop} may be called from any.
 *
 * <p>If rows of the same data set are on the topic already, it goes on behind the newest of each
 * partition and leaves the catalogue as it is, which may have been edited since. Rows of an earlier
 * range that were never sent are not sent then, because they would be out of order.
 */
public final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final Duration REACH = Duration.ofSeconds(15);
  private static final Duration NAP = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long TOLD_EVERY_NANOS = 200_000_000L;

  private final Dataset dataset;
  private final ReplayConfig config;
  private final ReplayProgress progress;
  private final Clients clients;
  private final Clock clock;
  private volatile boolean stopped;
  private long toldAt;

  /** Where clients come from. */
  interface Clients {
    Producer<byte[], byte[]> producer();

    Consumer<byte[], byte[]> consumer();
  }

  /**
   * A replay over real clients.
   *
   * @throws UserFault if no broker answers
   */
  public Replay(
      KafkaSettings kafka, Dataset dataset, ReplayConfig config, ReplayProgress progress) {
    this(dataset, config, progress, new KafkaClients(kafka), Clock.systemUTC());
    kafka.requireReachable(REACH);
  }

  Replay(
      Dataset dataset, ReplayConfig config, ReplayProgress progress, Clients clients, Clock clock) {
    this.dataset = dataset;
    this.config = config;
    this.progress = progress;
    this.clients = clients;
    this.clock = clock;
  }

  /** The data set that the configuration names; the listener is told where it is downloaded. */
  public static Dataset open(ReplayConfig config, DownloadListener listener) {
    return Datasets.open(config.data(), config.datasetOptions().withListener(listener));
  }

  /** Ends the replay soon; what is sent is flushed, and a later run resumes. */
  public void stop() {
    stopped = true;
  }

  /**
   * Replays.
   *
   * @throws UserFault if a setting is wrong, a topic is missing, or the broker refuses a record
   * @throws io.millrace.data.DatasetFault if the data set cannot be read
   */
  public ReplayReport run() throws InterruptedException {
    Speed speed = Speed.parse(config.speed());
    progress.reading(dataset.name());
    OrderedRatings ratings = dataset.ratingsInTimeOrder();
    Plan plan = Plan.of(config, ratings);
    RowHeaders headers = new RowHeaders(dataset.name(), ratings.fingerprint());
    Producer<byte[], byte[]> producer = clients.producer();
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      TopicRows topic = new TopicRows(consumer, Topics.RATINGS.name(), headers);
      FinalCount.Before before = FinalCount.Before.of(topic);
      CatalogueSender.Sent catalogue = catalogue(producer, before.newest());
      RatingSender sender =
          new RatingSender(producer, ratings, plan, headers, before.newest(), clock);
      long start = System.nanoTime();
      sendAll(sender, plan, new Pacer(speed, System::nanoTime), start);
      producer.flush();
      sender.acknowledgements().check();
      double seconds = (System.nanoTime() - start) / 1e9;
      tell(sender, plan, plan.end() - 1, start);
      return report(FinalCount.of(topic, sender, plan, before), sender, plan, catalogue, seconds);
    } finally {
      producer.close(CLOSE);
    }
  }

  private CatalogueSender.Sent catalogue(Producer<byte[], byte[]> producer, long[] newest) {
    if (Arrays.stream(newest).anyMatch(row -> row != RowHeaders.NONE)) {
      LOG.info("{}: rows are on the topic already; the catalogue stays as it is", dataset.name());
      return new CatalogueSender.Sent(0, 0);
    }
    CatalogueSender.Sent sent = new CatalogueSender(producer).send(dataset);
    progress.catalogueSent(sent.items(), sent.users());
    return sent;
  }

  private void sendAll(RatingSender sender, Plan plan, Pacer pacer, long start)
      throws InterruptedException {
    boolean resumed = false;
    for (long row = plan.from(); row < plan.end() && !stopped; row++) {
      ProducerRecord<byte[], byte[]> record = sender.next(row);
      if (record == null) {
        continue;
      }
      if (!resumed && sender.totalThere() > 0) {
        long there = sender.totalThere();
        progress.resumed(there, plan.rows());
      }
      resumed = true;
      await(pacer, sender, sender.eventTime(row));
      if (!stopped) {
        sender.send(record);
        tellSometimes(sender, plan, row, start);
      }
    }
    if (!resumed && sender.totalThere() > 0) {
      progress.resumed(sender.totalThere(), plan.rows());
    }
  }

  private void await(Pacer pacer, RatingSender sender, long eventTime) throws InterruptedException {
    Duration wait = pacer.before(sender.totalSent(), eventTime);
    while (!stopped && wait.isPositive()) {
      Thread.sleep(wait.compareTo(NAP) < 0 ? wait : NAP);
      wait = pacer.before(sender.totalSent(), eventTime);
    }
  }

  private void tellSometimes(RatingSender sender, Plan plan, long row, long start) {
    long now = System.nanoTime();
    if (now - toldAt > TOLD_EVERY_NANOS) {
      toldAt = now;
      tell(sender, plan, row, start);
    }
  }

  private void tell(RatingSender sender, Plan plan, long row, long start) {
    double seconds = Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    long sent = sender.totalSent();
    long eventTime = plan.rows() == 0 ? 0 : sender.eventTime(row);
    progress.sent(
        new ReplayProgress.Status(
            sender.totalThere() + sent, plan.rows(), sent / seconds, eventTime));
  }

  private ReplayReport report(
      FinalCount count,
      RatingSender sender,
      Plan plan,
      CatalogueSender.Sent catalogue,
      double seconds) {
    count.mismatches().forEach(mismatch -> LOG.error("Replay of {}: {}", dataset.name(), mismatch));
    return new ReplayReport(
        dataset.name(),
        catalogue.items(),
        catalogue.users(),
        plan.rows(),
        sender.totalThere(),
        sender.totalSent(),
        stopped ? 0 : plan.malformed(),
        count.onTopic(),
        count.erased(),
        seconds,
        stopped,
        count.mismatches());
  }

  private record KafkaClients(KafkaSettings kafka) implements Clients {
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 1 << 18;
    private static final long BUFFER_BYTES = 64L << 20;

    @Override
    public Producer<byte[], byte[]> producer() {
      Map<String, Object> settings = kafka.producer("millrace-replay");
      settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
      settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
      settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
      settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
      return new KafkaProducer<>(settings);
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
      return new KafkaConsumer<>(kafka.consumer("millrace-replay-count", false));
    }
  }
}
