package io.millrace.trainer.study;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training of a study.
 *
 * @param number from 1
 * @param settings tried, by full key
 * @param end how it ended
 * @param ndcg NDCG@10 on the validation data; null if it was not judged
 * @param curve validation of the towers by epoch
 * @param seconds wall-clock
 * @param fault why it failed; null if it did not
 */
public record Trial(
    int number,
    SortedMap<String, String> settings,
    End end,
    @Nullable Double ndcg,
    List<Double> curve,
    double seconds,
    @Nullable String fault) {
  public Trial {
    settings = new TreeMap<>(settings);
    curve = List.copyOf(curve);
  }

  /** The towers' best validation; NaN if there was none. */
  public double validation() {
    return curve.stream().mapToDouble(value -> value).max().orElse(Double.NaN);
  }

  /** How a trial ends. */
  public enum End {
    /** Judged. */
    FINISHED,
    /** Broken off, worse than most. */
    STOPPED,
    /** The settings do not go together, or training went astray. */
    FAILED
  }
}
