package io.millrace.trainer.study;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  /** The trial with the highest NDCG@10, the earlier one of two; empty if none was judged. */
  public Optional<Trial> best() {
    return ranked().stream().filter(trial -> trial.ndcg() != null).findFirst();
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
