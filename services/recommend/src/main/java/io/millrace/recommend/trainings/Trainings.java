package io.millrace.recommend.trainings;

import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The trainings on the topic: the newest {@value #MOST}. Written by one reader, read by any. */
public final class Trainings {
  /** Most that are held, whatever is on the topic. */
  static final int MOST = 100;

  private final ConcurrentSkipListMap<String, Training> byId = new ConcurrentSkipListMap<>();

  /** Who takes the records of which topic. */
  public Map<String, Handler> handlers() {
    return Map.of(Topics.TRAININGS.name(), this::read);
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    String id = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      byId.remove(id);
      return;
    }
    byId.put(id, Topics.TRAININGS.codec().decode(record.value()));
    while (byId.size() > MOST) {
      byId.pollFirstEntry();
    }
  }

  /** Newest first. */
  List<Training> newest(int count) {
    return byId.descendingMap().values().stream().limit(count).toList();
  }
}
