package io.millrace.features.erasure;

import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of {@code ratings.v1} that have been rejected, as {@code rejects.v1} tells. Who
 * writes ratings anew leaves them out: they would be judged once more, and, where the reason was
 * the clock or a schema, be accepted then. One thread.
 */
public final class RejectedRatings {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedRatings.class);

  private final Map<Integer, Set<Long>> offsets = new HashMap<>();

  /** Takes a record of {@code rejects.v1}. */
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      Reject reject = Topics.REJECTS.codec().decode(record.value());
      if (reject.getTopic().equals(Topics.RATINGS.name())) {
        offsets
            .computeIfAbsent(reject.getPartition(), _ -> new HashSet<>())
            .add(reject.getOffset());
      }
    } catch (UndecodableException e) {
      LOG.debug("{}-{}: not a reject", record.topic(), record.offset(), e);
    }
  }

  /** Whether a record of {@code ratings.v1} has been rejected. */
  public boolean has(ConsumerRecord<byte[], byte[]> rating) {
    return offsets.getOrDefault(rating.partition(), Set.of()).contains(rating.offset());
  }
}
