package io.millrace.recommend.events;

import io.millrace.recommend.state.Position;
import io.millrace.schemas.Topic;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Takes what clients send: the topics, or memory in tests. Thread-safe; never blocks the caller.
 */
public interface TopicLog extends AutoCloseable {
  /**
   * Appends a record. Records of one caller keep their order.
   *
   * @param value null writes a tombstone
   * @param timestamp of the record, milliseconds since the epoch, at least 0
   * @return where it lies, once it is safely there; fails with a {@link
   *     io.millrace.recommend.http.RequestFault} if the log is full or not reachable
   */
  <V extends SpecificRecordBase> CompletionStage<Position> append(
      Topic<V> topic, String key, @Nullable V value, long timestamp);

  @Override
  void close();
}
