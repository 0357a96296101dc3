package io.millrace.replay;

import io.millrace.runtime.UserFault;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the broker has taken, by partition, and remembers the first failure. Written by the
 * producer's thread, read by any.
 */
final class Acknowledgements implements Callback {
  private final AtomicLongArray counts;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Acknowledgements(int partitions) {
    this.counts = new AtomicLongArray(partitions);
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata record, @Nullable Exception fault) {
    if (fault != null) {
      failure.compareAndSet(null, fault);
    } else if (record != null && record.partition() < counts.length()) {
      counts.incrementAndGet(record.partition());
    }
  }

  long count(int partition) {
    return counts.get(partition);
  }

  long total() {
    long total = 0;
    for (int partition = 0; partition < counts.length(); partition++) {
      total += counts.get(partition);
    }
    return total;
  }

  /**
   * Fails if any record has.
   *
   * @throws UserFault naming the broker's reason; the replay can be resumed
   */
  void check() {
    Exception fault = failure.get();
    if (fault != null) {
      throw new UserFault(
          "replay: the broker did not take a record (%s); mend that and run the same replay again,"
                  .formatted(fault.getMessage())
              + " it resumes",
          fault);
    }
  }
}
