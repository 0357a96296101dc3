package io.millrace.features.fault;

import io.millrace.features.FeatureMetrics;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record that counting experiments failed on: a fault of ours. It is logged, counted and passed
 * over. No reject tells of it: a reject says that a record is in no feature, and that is for the
 * features' stream to judge, which reads the same ratings.
 */
public final class UncountableRecords implements ProcessingExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UncountableRecords.class);

  private @Nullable FeatureMetrics metrics;

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (exception instanceof KafkaException) {
      return Response.fail(); // as UnprocessableRecords
    }
    LOG.error(
        "{}-{} offset {}: {} failed on it, not counted for experiments",
        context.topic(),
        context.partition(),
        context.offset(),
        context.processorNodeId(),
        exception);
    if (metrics != null) {
      metrics.uncounted();
    }
    return Response.resume();
  }

  @Override
  public void configure(Map<String, ?> configs) {
    metrics = UnprocessableRecords.metrics(configs);
  }
}
