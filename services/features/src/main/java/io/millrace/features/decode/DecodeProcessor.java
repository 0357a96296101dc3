package io.millrace.features.decode;

import static java.util.Objects.requireNonNull;

import io.millrace.features.FeatureMetrics;
import io.millrace.features.registry.RatingReader;
import io.millrace.model.feature.EventValidation;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.Misrouted;
import io.millrace.schemas.Topics;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records and sends each to the child it is for: ratings and users to the user's side,
 * records of other partitions' users to where they live, the rest to the rejects.
 */
public final class DecodeProcessor implements Processor<byte[], byte[], String, Decoded> {
  /** How a record that went through the repartition topic looks there. */
  public static final AvroCodec<Misrouted> MISROUTED = AvroCodec.of(Misrouted.class);

  private final Children children;
  private final FeatureMetrics metrics;
  private final Tracing tracing;
  private final Map<String, SourceDecoder> decoders;
  private @Nullable ProcessorContext<String, Decoded> context;

  /**
   * The names of the nodes that the decoded records go on to.
   *
   * @param user ratings, profiles and erasures
   * @param misrouted records of other partitions' users; null if there can be none
   * @param rejects refused records
   */
  public record Children(String user, @Nullable String misrouted, String rejects) {}

  /**
   * How ratings are read.
   *
   * @param reader reads their bytes
   * @param validation the rules they obey
   */
  public record Reading(RatingReader reader, EventValidation validation) {}

  private DecodeProcessor(
      Children children,
      FeatureMetrics metrics,
      Reading reading,
      int userPartitions,
      Tracing tracing) {
    this.tracing = tracing;
    this.children = children;
    this.metrics = metrics;
    this.decoders =
        Map.of(
            Topics.RATINGS.name(),
                new RatingDecoder(reading.reader(), reading.validation(), userPartitions),
            Topics.USERS.name(), new UserDecoder(userPartitions));
  }

  /** Makes one for each task. */
  public static ProcessorSupplier<byte[], byte[], String, Decoded> supplier(
      Children children,
      FeatureMetrics metrics,
      Reading reading,
      int userPartitions,
      Tracing tracing) {
    return () -> new DecodeProcessor(children, metrics, reading, userPartitions, tracing);
  }

  @Override
  public void init(ProcessorContext<String, Decoded> newContext) {
    this.context = newContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<String, Decoded> to = requireNonNull(context);
    RecordMetadata at = to.recordMetadata().orElseThrow();
    SourceRecord source = source(record, at);
    SourceDecoder decoder = decoders.get(source.topic());
    if (decoder == null) {
      throw new IllegalStateException(
          "topic: must be a source of ratings or users, was " + source.topic());
    }
    int partition = children.misrouted() == null ? SourceDecoder.HOME : at.partition();
    forward(to, decoder.decode(source, partition), record.timestamp());
  }

  private SourceRecord source(Record<byte[], byte[]> record, RecordMetadata at) {
    byte[] value = record.value();
    if (children.misrouted() == null && value != null) {
      return SourceRecord.of(MISROUTED.decode(value));
    }
    return new SourceRecord(
        at.topic(), at.partition(), at.offset(), record.timestamp(), record.key(), value);
  }

  private void forward(ProcessorContext<String, Decoded> to, Decoded decoded, long timestamp) {
    switch (decoded) {
      case Decoded.Rated rated ->
          send(to, rated.rating().userId(), decoded, timestamp, children.user());
      case Decoded.Told told ->
          send(to, told.user().getUserId(), decoded, timestamp, children.user());
      case Decoded.Erased erased -> send(to, erased.userId(), decoded, timestamp, children.user());
      case Decoded.Elsewhere elsewhere ->
          send(to, elsewhere.userId(), decoded, timestamp, requireNonNull(children.misrouted()));
      case Decoded.Refused refused -> {
        metrics.rejected(refused.reject().getCode());
        send(to, Rejects.key(refused.reject()), decoded, timestamp, children.rejects());
      }
    }
  }

  private void send(
      ProcessorContext<String, Decoded> to,
      String key,
      Decoded decoded,
      long timestamp,
      String child) {
    Record<String, Decoded> record = new Record<>(key, decoded, timestamp);
    tracing.carry(record.headers());
    to.forward(record, child);
  }
}
