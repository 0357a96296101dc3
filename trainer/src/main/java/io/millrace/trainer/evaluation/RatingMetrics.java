package io.millrace.trainer.evaluation;

import io.millrace.model.feature.HalfStars;
import java.util.Arrays;
import java.util.Map;

/**
 * Sums up predicted ratings: RMSE in stars, AUC of telling liked (4 stars and more) from disliked
 * (2 and less). For one thread.
 */
public final class RatingMetrics {
  private double squares;
  private long count;
  private double[] scores = new double[1024];
  private boolean[] liked = new boolean[1024];
  private int judged;

  /** A rating and what was predicted, both in half stars. */
  public void addRating(double predicted, int halfStars) {
    double error = (Math.clamp(predicted, HalfStars.LEAST, HalfStars.MOST) - halfStars) / 2;
    squares += error * error;
    count++;
    if (halfStars >= HalfStars.LIKED || halfStars <= HalfStars.DISLIKED) {
      if (judged == scores.length) {
        scores = Arrays.copyOf(scores, judged * 2);
        liked = Arrays.copyOf(liked, judged * 2);
      }
      liked[judged] = halfStars >= HalfStars.LIKED;
      scores[judged++] = predicted;
    }
  }

  /** Puts {@code rmse} and {@code auc} where there is something to tell. */
  public void into(Map<String, Double> metrics) {
    if (count > 0) {
      metrics.put("rmse", Math.sqrt(squares / count));
    }
    double auc = auc();
    if (!Double.isNaN(auc)) {
      metrics.put("auc", auc);
    }
  }

  /** By ranks (Mann-Whitney), ties counting half; NaN where one class is empty. */
  private double auc() {
    Integer[] order = new Integer[judged];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    double rankSum = 0;
    long positives = 0;
    for (int from = 0; from < judged; ) {
      int to = from;
      int likedHere = 0;
      while (to < judged && scores[order[to]] == scores[order[from]]) {
        likedHere += liked[order[to++]] ? 1 : 0;
      }
      rankSum += likedHere * (from + 1 + to) / 2.0;
      positives += likedHere;
      from = to;
    }
    long negatives = judged - positives;
    return positives == 0 || negatives == 0
        ? Double.NaN
        : (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }
}
