package io.millrace.trainer.study;

import io.millrace.trainer.evaluation.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a study came to.
 *
 * @param study which
 * @param trials in the order they were made
 * @param exhausted whether nothing is left to try
 */
public record StudyResult(Study study, List<Trial> trials, boolean exhausted) {
  public StudyResult {
    trials = List.copyOf(trials);
  }

  /**
   * What trials with one of a setting's values came to.
   *
   * @param value of the setting
   * @param trials with it
   * @param finished of them
   * @param validation mean of the towers' best, of all that have one; NaN if none has
   * @param mean NDCG@10 of the finished; NaN if none is
   * @param best of the same
   */
  public record Group(
      String value, int trials, int finished, double validation, double mean, double best) {}

  /**
   * Trials that differ in nothing but {@code trainer.seed}: what chance does to one lets two be
   * told apart by their means only.
   *
   * @param settings tried, without the seed
   * @param trials with them, judged or not
   * @param finished of them
   * @param mean NDCG@10 of the finished; NaN if none is
   * @param deviation sample standard deviation of the same; NaN if fewer than two are
   */
  public record Arm(
      SortedMap<String, String> settings,
      int trials,
      int finished,
      double mean,
      double deviation) {}

  /**
   * The settings with the highest mean NDCG@10, of those that were judged from the most seeds; the
   * earlier ones of two; empty if none was judged.
   */
  public Optional<Arm> best() {
    List<Arm> arms = arms();
    int most = arms.stream().mapToInt(Arm::finished).max().orElse(0);
    return arms.stream().filter(arm -> arm.finished() > 0 && arm.finished() == most).findFirst();
  }

  /** Trials by their settings without the seed; the best first, those without a figure last. */
  public List<Arm> arms() {
    Map<SortedMap<String, String>, List<Trial>> bySettings = new LinkedHashMap<>();
    for (Trial trial : trials) {
      SortedMap<String, String> settings = new TreeMap<>(trial.settings());
      settings.remove(Study.SEED);
      bySettings.computeIfAbsent(settings, key -> new ArrayList<>()).add(trial);
    }
    return bySettings.entrySet().stream()
        .map(entry -> arm(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(arm -> -arm.mean())) // NaN comes last
        .toList();
  }

  private static Arm arm(SortedMap<String, String> settings, List<Trial> trials) {
    double[] ndcg =
        trials.stream().map(Trial::ndcg).filter(Objects::nonNull).mapToDouble(n -> n).toArray();
    Spread spread = Spread.of(ndcg);
    return new Arm(settings, trials.size(), ndcg.length, spread.mean(), spread.deviation());
  }

  /** The best first, those without a figure last. */
  public List<Trial> ranked() {
    return trials.stream()
        .sorted(
            Comparator.comparing(
                Trial::ndcg, Comparator.nullsLast(Comparator.<Double>reverseOrder())))
        .toList();
  }

  /** Trials by the values of a setting. */
  public List<Group> groups(String key) {
    TreeSet<String> values = new TreeSet<>();
    trials.forEach(trial -> values.add(valueOf(key, trial)));
    return values.stream().map(value -> group(key, value)).toList();
  }

  private Group group(String key, String value) {
    List<Trial> with = trials.stream().filter(t -> valueOf(key, t).equals(value)).toList();
    DoubleSummaryStatistics judged =
        with.stream()
            .map(Trial::ndcg)
            .filter(Objects::nonNull)
            .mapToDouble(ndcg -> ndcg)
            .summaryStatistics();
    double validation =
        with.stream()
            .mapToDouble(Trial::validation)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    int finished = Math.toIntExact(judged.getCount());
    return finished == 0
        ? new Group(value, with.size(), 0, validation, Double.NaN, Double.NaN)
        : new Group(value, with.size(), finished, validation, judged.getAverage(), judged.getMax());
  }

  private static String valueOf(String key, Trial trial) {
    return Objects.requireNonNullElse(trial.settings().get(key), "");
  }
}
