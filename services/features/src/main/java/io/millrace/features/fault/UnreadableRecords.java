package io.millrace.features.fault;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record that Kafka Streams itself cannot read. Sources are read as bytes, so only our own
 * repartition keys could come here; such a record is logged and passed over.
 */
public final class UnreadableRecords implements DeserializationExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    LOG.error(
        "{}-{} offset {}: unreadable, passed over",
        record.topic(),
        record.partition(),
        record.offset(),
        exception);
    return Response.resume();
  }

  @Override
  public void configure(Map<String, ?> configs) {}
}
