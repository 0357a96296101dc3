package io.millrace.trainer.protocol.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.runtime.Outputs;
import io.millrace.trainer.evaluation.ClusteredMean;
import io.millrace.trainer.evaluation.MetricOrder;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.page.Plot;
import io.millrace.trainer.protocol.contender.SystemSettings;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.data.TrainingPart;
import io.millrace.trainer.run.RunEnvironment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param data judged on
 * @param protocol judged by
 * @param training what was learned from first; null where the protocol has several such parts
 * @param facts of the protocol: counts and settings, in the order to be shown
 * @param seeds settings that were trained and served with, for each seed
 * @param environment it was found in
 * @param results in the order of the models
 */
public record EvaluationReport(
    EvaluationData data,
    ProtocolName protocol,
    @Nullable TrainingPart training,
    Map<String, Object> facts,
    List<SystemSettings> seeds,
    RunEnvironment environment,
    List<ModelResult> results) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The moment before which was learned, seconds since 1970. */
  private static final String CUT = "cut";

  public EvaluationReport {
    facts = new LinkedHashMap<>(facts);
    seeds = List.copyOf(seeds);
    results = List.copyOf(results);
  }

  /** The same with one result more, the last. */
  public EvaluationReport with(ModelResult result) {
    List<ModelResult> more = new ArrayList<>(results);
    more.add(result);
    return new EvaluationReport(data, protocol, training, facts, seeds, environment, more);
  }

  /** The same with a fact more, or with another value of one. */
  public EvaluationReport with(String fact, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(facts);
    more.put(fact, value);
    return new EvaluationReport(data, protocol, training, more, seeds, environment, results);
  }

  /** Everything that a figure needs beside it to mean something. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("dataset", data.name());
    settings.put("protocol", protocol.name());
    settings.put("events", data.log().size());
    settings.put("users", data.universe().users().size());
    settings.put("items", data.universe().items().size());
    settings.put("k-core", data.kCore() == null ? "as the given universe has it" : data.kCore());
    settings.put("left out, invalid", data.invalid());
    settings.put("left out, not in the universe", data.outside());
    int unknown = data.universe().items().size() - data.log().items().size();
    if (unknown > 0) {
      settings.put("items the catalogue lacks, which the system cannot propose", unknown);
    }
    if (training != null) {
      settings.putAll(facts(training));
    }
    settings.putAll(facts);
    settings.put("candidates", "all items that the user has not rated");
    settings.put("ties", "the lower item id first, numbers by value");
    if (seeds.size() == 1) {
      settings.put("seed", seeds.getFirst().seed());
    } else {
      settings.put("seeds", seeds.stream().map(SystemSettings::seed).toList());
    }
    return settings;
  }

  /** The same for people: moments as dates too. */
  public Map<String, String> shownSettings() {
    Map<String, String> shown = new LinkedHashMap<>();
    settings().forEach((name, value) -> shown.put(name, value.toString()));
    shown.computeIfPresent(
        CUT, (name, seconds) -> seconds + ", " + Instant.ofEpochSecond(Long.parseLong(seconds)));
    return shown;
  }

  private static Map<String, Object> facts(TrainingPart training) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (training.cut() != null) {
      facts.put(CUT, training.cut().getEpochSecond());
    }
    facts.put("training events", training.events().cardinality());
    return facts;
  }

  /** The results of what could be judged, in their order. */
  public List<ModelResult> judged() {
    return results.stream().filter(result -> result.fault() == null).toList();
  }

  /** What is worth a column in a table. */
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (String metric : headline()) {
      columns.add(Column.of(metric));
      if (metric.equals("ndcg@10")) {
        columns.addAll(byUser());
      }
    }
    return columns;
  }

  private List<String> headline() {
    return switch (protocol) {
      case P1, P2 -> List.of("hr@10", "ndcg@10", "mrr@10", "hr@100", "coverage@10", "predictions");
      case P3 -> List.of("ndcg@10", "recall@10", "precision@10", "map@10", "mrr@10", "coverage@10");
      case P4 -> List.of("rmse", "auc random", "auc temporal", "rmse temporal");
    };
  }

  /** How sure NDCG@10 is; none where no results have predictions. */
  private List<Column> byUser() {
    List<Column> columns = new ArrayList<>();
    if (results.stream().anyMatch(result -> result.predictions() != null)) {
      columns.add(new Column("± by user", result -> error(result).map(Figures::error).orElse("")));
    }
    new Comparisons(results)
        .referenceName()
        .ifPresent(
            name ->
                columns.add(
                    new Column(
                        "less " + name,
                        result -> difference(result).map(Figures::difference).orElse(""))));
    return columns;
  }

  /**
   * How sure a result's NDCG@10 is, a user being one draw.
   *
   * @return empty where it has no predictions
   */
  private Optional<ClusteredMean> error(ModelResult result) {
    return Optional.ofNullable(result.predictions())
        .map(predictions -> new NextEventErrors(data.log()).of(predictions));
  }

  /** How much more NDCG@10 it has than what it is measured against; empty where it is not. */
  private Optional<ClusteredMean> difference(ModelResult result) {
    Optional<Predictions> others =
        new Comparisons(results).reference(result).map(ModelResult::predictions);
    return Optional.ofNullable(result.predictions())
        .flatMap(
            mine -> others.map(theirs -> new NextEventErrors(data.log()).difference(mine, theirs)));
  }

  /**
   * Writes it as JSON, and as a page with plots beside it: the same name, ending in .html.
   *
   * @throws io.millrace.runtime.UserFault if the file cannot be written
   */
  public void write(Path file) {
    Outputs.write("--report", file, json());
    Outputs.write("--report", page(file), html());
  }

  /** Where the page with plots lies of a report in that file. */
  public static Path page(Path file) {
    String name = file.getFileName().toString();
    String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    return file.resolveSibling(stem + ".html");
  }

  private static Map<String, Number> numbers(Map<String, Double> metrics) {
    Map<String, Number> numbers = new TreeMap<>(new MetricOrder());
    metrics.forEach((name, value) -> numbers.put(name, Figures.number(name, value)));
    return numbers;
  }

  private static Map<String, Double> deviations(ModelResult result) {
    Map<String, Double> deviations = new TreeMap<>(new MetricOrder());
    result.metrics().keySet().forEach(name -> deviations.put(name, result.deviation(name)));
    return deviations;
  }

  /** All there is to draw. */
  public List<Plot> plots() {
    return new EvaluationPlots(this).all();
  }

  /** As one HTML file that needs nothing beside it: settings, figures, plots. */
  public String html() {
    return new EvaluationPage(this).html();
  }

  /** Without what there is not: the errors of a single user, the difference of a first model. */
  private Map<String, Object> byUser(ModelResult result) {
    Map<String, Object> found = new LinkedHashMap<>();
    error(result).ifPresent(of -> put(found, "standard error", of.standardError()));
    new Comparisons(results)
        .reference(result)
        .ifPresent(other -> found.put("measured against", other.label()));
    difference(result)
        .ifPresent(
            more -> {
              put(found, "difference", more.mean());
              put(found, "standard error of the difference", more.standardError());
            });
    return found;
  }

  private static void put(Map<String, Object> into, String name, double value) {
    if (Double.isFinite(value)) {
      into.put(name, value);
    }
  }

  /** As JSON, every figure and setting, ending with a line feed. */
  public String json() {
    Map<String, Object> all = new LinkedHashMap<>(settings());
    all.putAll(environment.facts());
    all.put("configuration", seeds.getFirst().configured().effective());
    List<Object> models = new ArrayList<>();
    for (ModelResult result : results) {
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("model", result.label());
      model.put("fault", result.fault());
      model.put("metrics", numbers(result.metrics()));
      if (!result.bySeed().isEmpty()) {
        Map<Long, Object> seeds = new TreeMap<>();
        result.bySeed().forEach((seed, metrics) -> seeds.put(seed, numbers(metrics)));
        model.put("standard deviation", deviations(result));
        model.put("metrics by seed", seeds);
      }
      if (result.predictions() != null) {
        model.put("ndcg@10 by user", byUser(result));
      }
      model.put("seconds", new TreeMap<>(result.seconds()));
      if (!result.recall().isEmpty()) {
        model.put("recall", result.recall());
      }
      models.add(model);
    }
    all.put("models", models);
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("report: must be writable as JSON", e);
    }
  }
}
