package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.experiment.Assignment.Place;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Topic;
import io.millrace.schemas.UndecodableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * The lines of an export.
 *
 * <pre>{@code
 * {"userId":"ann","exportedAt":1795870000000}
 * {"experiment":{"experimentId":"x","revision":1,"arm":"control"}}
 * {"topic":TOPIC,"partition":0,"offset":7,"timestamp":978300000000,"record":{...}}
 * {"searched":{"topic":TOPIC,"partition":0,"from":0,"to":8}}
 * }</pre>
 *
 * A record is as its schema has it, with fields of bytes as Avro's JSON has them: one character of
 * U+0000 to U+00FF each (ISO 8859-1). One that cannot be decoded has {@code bytes}, in Base64, in
 * its place. Headers that a producer set are in {@code headers}.
 */
final class PersonLine {
  private PersonLine() {}

  /** The first line. */
  static ObjectNode title(String userId, long now) {
    return Json.object().put("userId", userId).put("exportedAt", now);
  }

  /** The arm that an experiment under way has put the person into. */
  static ObjectNode arm(Place place) {
    ObjectNode line = Json.object();
    line.putObject("experiment")
        .put("experimentId", place.experiment().getExperimentId())
        .put("revision", place.experiment().getRevision())
        .put("arm", place.arm().getName());
    return line;
  }

  /** A record that has a value. */
  static ObjectNode record(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    ObjectNode line =
        Json.object()
            .put("topic", record.topic())
            .put("partition", record.partition())
            .put("offset", record.offset())
            .put("timestamp", record.timestamp());
    putHeaders(line, record);
    try {
      String json = topic.codec().decode(record.value()).toString(); // JSON, as Avro promises
      line.set("record", Json.read(json.getBytes(UTF_8)));
    } catch (UndecodableException _) {
      line.put("bytes", record.value());
    }
    return line;
  }

  private static void putHeaders(ObjectNode line, ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().toArray().length == 0) {
      return;
    }
    ArrayNode headers = line.putArray("headers");
    for (Header header : record.headers()) {
      headers.addObject().put("name", header.key()).put("value", header.value());
    }
  }

  /**
   * How far a partition has been searched.
   *
   * @param from the first offset that no line before tells of
   * @param to the offset after the last one
   */
  static ObjectNode searched(TopicPartition partition, long from, long to) {
    ObjectNode line = Json.object();
    line.putObject("searched")
        .put("topic", partition.topic())
        .put("partition", partition.partition())
        .put("from", from)
        .put("to", to);
    return line;
  }
}
