package io.millrace.features.registry;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * How streams come by ratings: clients that hand over only what the reader can decide.
 *
 * @param reader reads their bytes
 * @param clients what Kafka Streams reads and writes with
 */
public record RatingSource(RatingReader reader, KafkaClientSupplier clients)
    implements AutoCloseable {
  /** Of the configured registry, or of none; asks it nothing yet. */
  public static RatingSource of(RegistrySettings settings, MeterRegistry meters) {
    RatingReader reader = RatingReader.of(settings, meters);
    return new RatingSource(reader, new GatedClients(reader, meters));
  }

  @Override
  public void close() {
    reader.close();
  }
}
