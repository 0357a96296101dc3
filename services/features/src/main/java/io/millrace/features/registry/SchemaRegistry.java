package io.millrace.features.registry;

import org.apache.avro.Schema;

/** Where producers keep their schemas. Thread-safe. */
interface SchemaRegistry extends AutoCloseable {
  /** What a registry says of an id: for good, since a registry never changes a schema. */
  sealed interface Answer {
    /** The schema. */
    record Found(Schema schema) implements Answer {}

    /** There is none of this id, so far. */
    record Unknown() implements Answer {}

    /**
     * There is one that we cannot use.
     *
     * @param reason what it is and what it must be
     */
    record Unusable(String reason) implements Answer {}
  }

  /**
   * Asks for a schema.
   *
   * @param id as in a record's header
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  Answer ask(int id);

  @Override
  void close();
}
