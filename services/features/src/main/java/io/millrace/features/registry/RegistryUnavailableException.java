package io.millrace.features.registry;

import org.apache.kafka.common.KafkaException;

/**
 * The registry does not say what a schema is: no fault of the record. As the brokers' own failures,
 * it makes whoever meets it try again.
 */
public final class RegistryUnavailableException extends KafkaException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message) {
    super(message);
  }

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
