package io.millrace.recommend;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.IndexSettings;
import io.millrace.recommend.access.AccessSettings;
import io.millrace.recommend.answer.SteeringSettings;
import io.millrace.recommend.http.BulkSettings;
import io.millrace.recommend.http.WorkPool;
import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import io.millrace.runtime.tls.TlsSettings;
import java.time.Duration;

/**
 * Configuration section {@code recommend}; each key is explained in {@code reference.conf}.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param warmUp longest time of the queries that it asks itself before it is ready; 0 for none
 * @param drain time for which it answers on, and says it is not ready, once it is told to end
 * @param workers threads that answer; 0 for one per core
 * @param queue requests that may wait for a worker
 * @param burst requests that may wait for a worker however long each takes, if there are not always
 *     some
 * @param longestWait of a request for a worker otherwise
 * @param connections most that are open at once
 * @param bodyLimit most bytes of a request's body
 * @param bodyTimeout longest time that a request's body may take to come
 * @param appliedTimeout longest wait for an event to be applied
 * @param logTimeout longest wait for Kafka to take a record
 * @param logQueue records that may wait to be written
 * @param idleTimeout a connection without traffic, or without a whole request, is closed after so
 *     long
 * @param retrieval how candidates are gathered
 * @param index how vectors are searched and where they are kept
 * @param steering how lists are steered where a request does not say
 * @param bulk what an import or export may take
 * @param indexCheck share of lists after which the index is compared with exact scoring
 * @param driftWindow ratings, or lists, that are compared at once to see whether they have shifted
 * @param tls the server's certificate
 * @param access who may do what
 */
public record RecommendConfig(
    String host,
    @AtLeast(0) @AtMost(65535) int port,
    Duration warmUp,
    Duration drain,
    @AtLeast(0) @AtMost(1024) int workers,
    @AtLeast(1) @AtMost(1_000_000) int queue,
    @AtLeast(0) @AtMost(1_000_000) int burst,
    Duration longestWait,
    @AtLeast(1) @AtMost(1_000_000) int connections,
    @AtLeast(1024) @AtMost(1_073_741_824) long bodyLimit,
    Duration bodyTimeout,
    Duration appliedTimeout,
    Duration logTimeout,
    @AtLeast(1) @AtMost(10_000_000) int logQueue,
    Duration idleTimeout,
    RecommenderSettings retrieval,
    IndexSettings index,
    SteeringSettings steering,
    BulkSettings bulk,
    @AtLeast(0) @AtMost(1) double indexCheck,
    @AtLeast(100) @AtMost(1_000_000) int driftWindow,
    TlsSettings tls,
    AccessSettings access) {
  public RecommendConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: must be an address such as 127.0.0.1, was empty");
    }
    if (longestWait.isNegative() || longestWait.toMillis() > 1000) {
      throw new IllegalArgumentException("longest_wait: must be 0 to 1 s, was " + longestWait);
    }
    requireAtMostMinute("warm_up", warmUp);
    requireAtMostMinute("drain", drain);
    require("body_timeout", bodyTimeout);
    require("applied_timeout", appliedTimeout);
    require("log_timeout", logTimeout);
    require("idle_timeout", idleTimeout);
  }

  private static void requireAtMostMinute(String key, Duration value) {
    if (value.isNegative() || value.toSeconds() > 60) {
      throw new IllegalArgumentException(key + ": must be 0 to 60 s, was " + value);
    }
  }

  private static void require(String key, Duration value) {
    if (value.toMillis() < 100 || value.toHours() > 24) {
      throw new IllegalArgumentException(key + ": must be 100 ms to 24 h, was " + value);
    }
  }

  /** The defaults of {@code reference.conf}, on this port. */
  public static RecommendConfig onPort(int port) {
    return new RecommendConfig(
        "127.0.0.1",
        port,
        Duration.ofSeconds(3),
        Duration.ZERO,
        0,
        1000,
        32,
        Duration.ofMillis(20),
        5000,
        1 << 20,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        10_000,
        Duration.ofSeconds(60),
        RecommenderSettings.defaults(),
        IndexSettings.defaults(),
        SteeringSettings.defaults(),
        BulkSettings.defaults(),
        0.01,
        5000,
        TlsSettings.none(),
        AccessSettings.defaults());
  }

  /** What may wait for them. */
  WorkPool.Limits waiting() {
    return new WorkPool.Limits(queue, burst, longestWait);
  }

  /** Threads that answer: as configured, or one per core and two at least. */
  int workerThreads() {
    return workers > 0 ? workers : Math.max(2, Runtime.getRuntime().availableProcessors());
  }
}
