package io.millrace.trainer.protocol.report;

import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.Spread;
import io.millrace.trainer.protocol.judge.Judged;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model did.
 *
 * @param name of model and way
 * @param metrics by name, such as {@code ndcg@10}; empty if it could not be judged
 * @param fault why it could not; null if it could
 * @param predictions one by one, those of several seeds after one another; null where the protocol
 *     has none
 * @param seconds wall-clock by phase: training, updates included, and predicting; a training that
 *     several results share is the first one's
 * @param bySeed the metrics of each seed, of several; empty for one
 * @param recall by source and number of candidates, where that was measured
 */
public record ModelResult(
    ResultName name,
    Map<String, Double> metrics,
    @Nullable String fault,
    @Nullable Predictions predictions,
    Map<String, Double> seconds,
    SortedMap<Long, Map<String, Double>> bySeed,
    Map<String, Map<Integer, Double>> recall) {
  public ModelResult {
    metrics = Map.copyOf(metrics);
    seconds = Map.copyOf(seconds);
    bySeed = Collections.unmodifiableSortedMap(new TreeMap<>(bySeed));
    recall = Collections.unmodifiableMap(new LinkedHashMap<>(recall));
  }

  /** A model that was judged, with one seed. */
  public static ModelResult of(ResultName name, Judged found) {
    return new ModelResult(
        name,
        found.metrics(),
        null,
        found.predictions(),
        found.seconds(),
        Collections.emptySortedMap(),
        Map.of());
  }

  /**
   * A model that could not be.
   *
   * @param fault why
   */
  public static ModelResult failed(ResultName name, @Nullable String fault) {
    return new ModelResult(
        name, Map.of(), fault, null, Map.of(), Collections.emptySortedMap(), Map.of());
  }

  /** Such as {@code pipeline@frozen}. */
  public String label() {
    return name.label();
  }

  /**
   * Sample standard deviation of a metric over the seeds ({@link Spread}).
   *
   * @return NaN for fewer than two seeds
   */
  public double deviation(String metric) {
    double[] values =
        bySeed.values().stream().mapToDouble(of -> of.getOrDefault(metric, Double.NaN)).toArray();
    return Spread.of(values).deviation();
  }

  /**
   * One result of a model's results by seed: means of metrics and seconds, and all predictions. If
   * one of the seeds could not be judged, nor could the model.
   *
   * @param seeds at least one
   */
  public static ModelResult over(SortedMap<Long, ModelResult> seeds) {
    List<ModelResult> all = List.copyOf(seeds.values());
    ModelResult first = all.getFirst();
    Optional<ModelResult> failed = all.stream().filter(r -> r.fault() != null).findFirst();
    if (all.size() == 1 || failed.isPresent()) {
      return failed.orElse(first);
    }
    SortedMap<Long, Map<String, Double>> bySeed = new TreeMap<>();
    seeds.forEach((seed, result) -> bySeed.put(seed, result.metrics()));
    return new ModelResult(
        first.name(),
        means(all.stream().map(ModelResult::metrics).toList()),
        null,
        joined(all),
        means(all.stream().map(ModelResult::seconds).toList()),
        bySeed,
        all.stream()
            .map(ModelResult::recall)
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(Map.of()));
  }

  private static Map<String, Double> means(List<Map<String, Double>> all) {
    return all.stream()
        .flatMap(of -> of.entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.averagingDouble(Map.Entry::getValue)));
  }

  private static @Nullable Predictions joined(List<ModelResult> all) {
    List<Predictions> predictions =
        all.stream().map(ModelResult::predictions).filter(Objects::nonNull).toList();
    return predictions.isEmpty()
        ? null
        : new Predictions(predictions.stream().flatMap(p -> p.all().stream()).toList());
  }

  /**
   * With what its sources find.
   *
   * @param found by source and number of candidates: shares, 0 to 1
   */
  public ModelResult withRecall(Map<String, Map<Integer, Double>> found) {
    return new ModelResult(name, metrics, fault, predictions, seconds, bySeed, found);
  }
}
