package io.millrace.trainer.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.trainer.evaluation.MetricOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side.
 *
 * @param runs at least one
 */
public record RunComparison(List<Run> runs) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public RunComparison {
    runs = List.copyOf(runs);
  }

  /** Settings that are not the same in all runs, each with its values in the runs' order. */
  public SortedMap<String, List<@Nullable String>> differences() {
    SortedMap<String, List<@Nullable String>> all = columns(Run::settings);
    all.values().removeIf(values -> values.stream().distinct().count() < 2);
    return all;
  }

  /**
   * Metrics, each with its values in the runs' order; those of the generation that served then are
   * named such as {@code live.ndcg@10}.
   */
  public SortedMap<String, List<@Nullable Double>> metrics() {
    return columns(RunComparison::figures);
  }

  private static Map<String, Double> figures(Run run) {
    Map<String, Double> figures = new TreeMap<>(run.metrics());
    run.live().forEach((name, value) -> figures.put("live." + name, value));
    return figures;
  }

  private <T> SortedMap<String, List<@Nullable T>> columns(Function<Run, Map<String, T>> of) {
    TreeSet<String> keys = new TreeSet<>(new MetricOrder());
    runs.forEach(run -> keys.addAll(of.apply(run).keySet()));
    SortedMap<String, List<@Nullable T>> columns = new TreeMap<>(new MetricOrder());
    for (String key : keys) {
      List<@Nullable T> values = new ArrayList<>();
      runs.forEach(run -> values.add(of.apply(run).get(key)));
      columns.put(key, values);
    }
    return columns;
  }

  /** As JSON: the runs, what differs, the metrics. */
  public String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("runs", runs.stream().map(RunComparison::facts).toList());
    all.put("differences", differences());
    all.put("metrics", metrics());
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("comparison: must be writable as JSON", e);
    }
  }

  private static Map<String, Object> facts(Run run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("directory", run.directory().toString());
    facts.put("dataset", run.dataset());
    facts.put("started", run.started());
    facts.put("engine", run.engine());
    facts.put("device", run.device());
    facts.put("verdict", run.verdict().label());
    facts.put("refusal", Objects.requireNonNullElse(run.refusal(), ""));
    facts.put("seconds", Double.isNaN(run.seconds()) ? 0 : run.seconds());
    return facts;
  }
}
