package io.millrace.features.erasure;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decides what becomes of the records of one topic. */
interface Rule {
  /** What becomes of a record; records of a partition are asked for in order. */
  Fate fate(ConsumerRecord<byte[], byte[]> record);

  /** How far erasures are known that may concern the record: an offset of {@code users.v1}. */
  default long seen(ConsumerRecord<byte[], byte[]> record) {
    return 0;
  }
}
