package io.millrace.standalone.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/**
 * How a service answered. Latencies are those of the answers with status 200, in milliseconds from
 * the moment when the request was due, so waiting of any kind counts.
 *
 * @param rate asked for, requests a second
 * @param requests sent
 * @param ok answered 200
 * @param shed answered 429 or 503
 * @param errors answered otherwise, or not within ten seconds
 * @param firstError what the first of these was; empty where there is none
 * @param seconds from the first request to the last answer
 * @param loadCores processor time that the load itself took, in cores
 * @param lateP99Ms how late requests were sent after they were due
 */
public record LoadResult(
    double rate,
    long requests,
    long ok,
    long shed,
    long errors,
    String firstError,
    double seconds,
    double p50Ms,
    double p90Ms,
    double p99Ms,
    double p999Ms,
    double maxMs,
    double loadCores,
    double lateP99Ms) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many requests there were, how many were not answered, and why the first of them not. */
  record Counts(long requests, long shed, long errors, String firstError) {}

  /** What the load itself took, and how late it was. */
  record Load(double cores, double lateP99Ms) {}

  /** Of a histogram in microseconds. */
  static LoadResult of(double rate, Histogram micros, Counts counts, double seconds, Load load) {
    return new LoadResult(
        rate,
        counts.requests(),
        micros.getTotalCount(),
        counts.shed(),
        counts.errors(),
        counts.firstError(),
        seconds,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3,
        load.cores(),
        load.lateP99Ms());
  }

  /** As JSON, names as here. */
  public ObjectNode json() {
    return JSON.valueToTree(this);
  }

  /**
   * From JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LoadResult of(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return JSON.treeToValue(node, LoadResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a result of a load: " + json, e);
    }
  }
}
