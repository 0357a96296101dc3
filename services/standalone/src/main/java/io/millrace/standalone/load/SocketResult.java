package io.millrace.standalone.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How soon subscribers were told. Latencies are milliseconds from the moment when an event was due
 * to be sent until the list that knows it, or a later one, was there.
 *
 * @param subscribers that were open
 * @param rate asked for, events a second
 * @param events sent
 * @param pushed of these, whose list came
 * @param shed answered 429 or 503
 * @param errors answered otherwise, or whose list had not come ten seconds after the last event
 * @param pushes lists that came: fewer than events where some were taken together
 * @param closed sockets that the service closed
 * @param seconds from the first event to the last list
 * @param loadCores processor time that the load itself took, in cores
 * @param lateP99Ms how late events were sent after they were due
 */
public record SocketResult(
    int subscribers,
    double rate,
    long events,
    long pushed,
    long shed,
    long errors,
    long pushes,
    long closed,
    double seconds,
    double p50Ms,
    double p90Ms,
    double p99Ms,
    double p999Ms,
    double maxMs,
    double loadCores,
    double lateP99Ms) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As JSON, names as here. */
  public ObjectNode json() {
    return JSON.valueToTree(this);
  }

  /**
   * From JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SocketResult of(String json) {
    try {
      return JSON.readValue(json, SocketResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a result of a load: " + json, e);
    }
  }
}
