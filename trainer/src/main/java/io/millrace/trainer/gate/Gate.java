package io.millrace.trainer.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a candidate may replace what serves: it must beat popularity, and must not fall
 * behind the live generation, on ratings that neither was trained on. Pure.
 */
public final class Gate {
  private static final String METRIC = "ndcg@10";
  private final double tolerance;

  /**
   * A gate.
   *
   * @param tolerance how far below the live generation a candidate may be, relative, 0 to 1
   */
  public Gate(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Judges.
   *
   * @param judged how many ratings it is judged on
   * @param live empty where no generation serves, or none can be judged fairly
   * @return why the candidate is refused; null if it passes
   */
  public @Nullable String refusal(
      int judged,
      Map<String, Double> candidate,
      Map<String, Double> popularity,
      Map<String, Double> live) {
    double own = candidate.getOrDefault(METRIC, 0.0);
    double popular = popularity.getOrDefault(METRIC, 0.0);
    if (!Double.isFinite(own)) {
      return METRIC + ": must be a number, was " + own;
    }
    if (candidate.getOrDefault("predictions", 0.0) == 0) {
      return "predictions: must be at least 1, was 0: " + absence(judged);
    }
    if (own <= popular) {
      return text("%s: must be above popularity's %.4f, was %.4f", popular, own);
    }
    double least = live.getOrDefault(METRIC, 0.0) * (1 - tolerance);
    return own < least
        ? text(
            "%s: must be at least the live generation's less the tolerance, %.4f, was %.4f",
            least, own)
        : null;
  }

  /**
   * Of several judgements on the same ratings the one that is hardest to come up to; empty of none.
   */
  public static Map<String, Double> strongest(List<Map<String, Double>> rivals) {
    return rivals.stream()
        .max(Comparator.comparingDouble(rival -> rival.getOrDefault(METRIC, 0.0)))
        .orElse(Map.of());
  }

  private static String absence(int judged) {
    return judged == 0
        ? "no rating is newer than those that the candidate learned from; are all of one time?"
        : "none of the %d newest ratings is of an item new to a user who had rated before"
            .formatted(judged);
  }

  private static String text(String format, double bound, double value) {
    return String.format(Locale.ROOT, format, METRIC, bound, value);
  }
}
