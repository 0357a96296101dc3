package io.millrace.features.fault;

import io.millrace.features.FeatureMetrics;
import io.millrace.features.decode.Rejects;
import io.millrace.features.decode.SourceRecord;
import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record that a processor failed on: a fault of ours. It is logged, counted, and goes to the
 * rejects.
 */
public final class UnprocessableRecords implements ProcessingExceptionHandler {
  /** Setting of the stream: the {@link FeatureMetrics} that count such records. */
  public static final String METRICS = "millrace.feature.metrics";

  private static final Logger LOG = LoggerFactory.getLogger(UnprocessableRecords.class);

  private @Nullable FeatureMetrics metrics;

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (exception instanceof KafkaException) {
      return Response.fail(); // a store or the broker failed, not the record: it is tried again
    }
    LOG.error(
        "{}-{} offset {}: {} failed on it, rejected",
        context.topic(),
        context.partition(),
        context.offset(),
        context.processorNodeId(),
        exception);
    Reject reject =
        Rejects.of(
            new SourceRecord(
                String.valueOf(context.topic()),
                context.partition(),
                context.offset(),
                record.timestamp(),
                context.sourceRawKey(),
                context.sourceRawValue()),
            new EventFault(
                FaultCode.INTERNAL, context.processorNodeId() + ": failed with " + exception));
    if (metrics != null) {
      metrics.rejected(reject.getCode());
    }
    byte[] key = Rejects.key(reject).getBytes(StandardCharsets.UTF_8);
    return Response.resume(
        List.of(
            new ProducerRecord<>(
                Topics.REJECTS.name(), key, Topics.REJECTS.codec().encode(reject))));
  }

  @Override
  public void configure(Map<String, ?> configs) {
    metrics = metrics(configs);
  }

  /** Those of the stream's settings; null where it has none. */
  static @Nullable FeatureMetrics metrics(Map<String, ?> configs) {
    return configs.get(METRICS) instanceof FeatureMetrics counting ? counting : null;
  }
}
