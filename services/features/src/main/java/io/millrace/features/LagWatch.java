package io.millrace.features;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a stream is behind: measured by one thread when told to, read by any. */
final class LagWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

  private final Tag stream;
  private final LagReader reader;
  private final MultiGauge partitions;
  private volatile long lag = -1;
  private boolean told;

  /**
   * Not measured yet; the registry holds it weakly.
   *
   * @param stream that the meters are tagged with
   */
  LagWatch(Tag stream, LagReader reader, MeterRegistry registry) {
    this.stream = stream;
    this.reader = reader;
    this.partitions =
        MultiGauge.builder("millrace.features.partition.lag")
            .description("Records of a partition not committed yet, by any instance")
            .register(registry);
    Gauge.builder("millrace.features.lag", this, LagWatch::lag)
        .description("Records not committed yet on sources and repartition topics")
        .tags(Tags.of(stream))
        .register(registry);
  }

  /** Records that are not committed yet; -1 while not known. */
  long lag() {
    return lag;
  }

  /** Asks the broker. */
  void measure() throws InterruptedException {
    try {
      Map<TopicPartition, Long> behind = reader.read();
      lag = behind.values().stream().mapToLong(Long::longValue).sum();
      partitions.register(behind.entrySet().stream().map(this::row).toList(), true);
      told = false;
    } catch (RuntimeException e) { // top of the thread: its timer would end without a word
      tell(e);
      lag = -1;
    }
  }

  private MultiGauge.Row<?> row(Map.Entry<TopicPartition, Long> behind) {
    TopicPartition at = behind.getKey();
    Tags tags =
        Tags.of(stream).and("topic", at.topic(), "partition", Integer.toString(at.partition()));
    return MultiGauge.Row.of(tags, behind.getValue());
  }

  /** The first time at WARN, unless Kafka only has a bad moment. */
  private void tell(RuntimeException fault) {
    if (told || fault instanceof KafkaException) {
      LOG.debug("{}: lag is not known", stream.getValue(), fault);
    } else {
      told = true;
      LOG.warn("{}: lag is not known", stream.getValue(), fault);
    }
  }
}
