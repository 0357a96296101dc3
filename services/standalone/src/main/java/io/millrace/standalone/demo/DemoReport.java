package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.features.FeatureProgress;
import io.millrace.replay.ReplayReport;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a demo measured.
 *
 * @param dataset its name
 * @param stream of the replay and what features made of it
 * @param training published and refused generations, in order
 * @param freshnessWhileTraining null where there was no time for it
 * @param itemFreshness until others' answers know an event; null where nothing could show it
 */
record DemoReport(
    String dataset,
    long items,
    long users,
    Stream stream,
    List<ModelManifest> training,
    Latencies serving,
    Latencies freshness,
    @Nullable Latencies freshnessWhileTraining,
    ItemFreshnessProbe.@Nullable Found itemFreshness,
    long residentMib,
    List<SampleUser> samples) {

  /**
   * The replayed events as they stand, whichever run sent them.
   *
   * @param events planned and on the topic
   * @param resumed of these, there before this run
   * @param replaySeconds from the first rating to the last acknowledgement, of this run
   * @param accepted of the events, by all runs
   * @param rejected of the events, by all runs
   * @param featureSeconds from the first rating to the last processed, of this run
   */
  record Stream(
      long events,
      long resumed,
      double replaySeconds,
      long accepted,
      long rejected,
      double featureSeconds) {
    /** Of a run that began with empty topics. */
    static Stream fresh(ReplayReport replay, FeatureProgress features, double seconds) {
      return new Stream(
          replay.planned(), 0, replay.seconds(), features.valid(), features.rejected(), seconds);
    }

    /** Of a run that found an earlier one's events: a process's own counters know its own only. */
    static Stream resumed(ReplayReport replay, long rejected, double seconds) {
      return new Stream(
          replay.planned(),
          replay.alreadyThere(),
          replay.seconds(),
          Math.max(0, replay.onTopic() - rejected),
          rejected,
          seconds);
    }

    /** Events that this run sent. */
    long sent() {
      return events - resumed;
    }
  }

  /** Writes it as JSON. */
  void write(Path file) {
    try {
      @Nullable Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.write(file, mapper.writeValueAsBytes(json(mapper)));
    } catch (IOException e) {
      throw new UserFault("--report " + file + ": cannot be written (" + IoReason.of(e) + ")", e);
    }
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("dataset", dataset).put("items", items).put("users", users);
    json.putObject("replay")
        .put("events", stream.events())
        .put("resumed", stream.resumed())
        .put("seconds", rounded(stream.replaySeconds()))
        .put("eventsPerSecond", perSecond(stream.sent(), stream.replaySeconds()));
    json.putObject("features")
        .put("accepted", stream.accepted())
        .put("rejected", stream.rejected())
        .put("eventsPerSecond", perSecond(stream.sent(), stream.featureSeconds()));
    ArrayNode runs = json.putArray("training");
    training.forEach(manifest -> training(runs.addObject(), manifest));
    latencies(json.putObject("serving"), "requests", serving)
        .put("p95Ms", rounded(serving.p95Ms()));
    latencies(json.putObject("freshness"), "samples", freshness);
    if (freshnessWhileTraining != null) {
      latencies(json.putObject("freshnessWhileTraining"), "samples", freshnessWhileTraining);
    }
    if (itemFreshness != null) {
      ObjectNode node = json.putObject("itemFreshness");
      latencies(node.putObject("popularity"), "samples", itemFreshness.popularity());
      latencies(node.putObject("transitions"), "samples", itemFreshness.transitions());
    }
    json.put("residentMib", residentMib);
    ArrayNode sample = json.putArray("sample");
    samples.forEach(user -> sample.add(user.json(mapper)));
    return json;
  }

  private static void training(ObjectNode node, ModelManifest manifest) {
    node.put("version", manifest.getGeneration())
        .put("verdict", manifest.getVerdict().name().toLowerCase(Locale.ROOT))
        .put("engine", manifest.getProvenance().getEngine())
        .put("device", manifest.getProvenance().getDevice())
        .put("examples", manifest.getProvenance().getExamples())
        .put("seconds", rounded(manifest.getProvenance().getSeconds()));
    metrics(node.putObject("metrics"), manifest.getJudgement().getMetrics());
    metrics(node.putObject("popularity"), manifest.getJudgement().getPopularity());
    metrics(node.putObject("metricsP3"), manifest.getJudgement().getMetricsP3());
    metrics(node.putObject("popularityP3"), manifest.getJudgement().getPopularityP3());
  }

  private static void metrics(ObjectNode node, Map<String, Double> metrics) {
    new TreeMap<>(metrics).forEach(node::put);
  }

  private static ObjectNode latencies(ObjectNode node, String count, Latencies latencies) {
    node.put(count, latencies.samples()).put("failures", latencies.failures());
    if (latencies.failures() > 0) {
      latencies.reasons().forEach(node.putObject("failureReasons")::put);
    }
    return node.put("p50Ms", rounded(latencies.p50Ms())).put("p99Ms", rounded(latencies.p99Ms()));
  }

  private static long perSecond(long events, double seconds) {
    return seconds > 0 ? Math.round(events / seconds) : 0;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
