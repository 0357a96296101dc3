package io.millrace.trainer.evaluation;

import io.millrace.model.feature.HalfStars;
import java.util.Arrays;
import java.util.Map;

/**
 * Sums up predicted ratings and clicks: RMSE in stars, AUC of telling liked (4 stars and more) from
 * disliked (2 and less), log loss of the click head on a rated item and one unrated candidate each.
 * For one thread.
 */
public final class RatingMetrics {
  private double squares;
  private long count;
  private double logLoss;
  private long clicks;
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

  /** A click head's logit. */
  void addClick(double logit, boolean clicked) {
    logLoss += Math.log1p(Math.exp(clicked ? -logit : logit));
    clicks++;
  }

  /** Adds another's sums. */
  public void merge(RatingMetrics other) {
    squares += other.squares;
    count += other.count;
    logLoss += other.logLoss;
    clicks += other.clicks;
    int total = judged + other.judged;
    scores = Arrays.copyOf(scores, Math.max(1024, total));
    liked = Arrays.copyOf(liked, Math.max(1024, total));
    System.arraycopy(other.scores, 0, scores, judged, other.judged);
    System.arraycopy(other.liked, 0, liked, judged, other.judged);
    judged = total;
  }

  /** Puts {@code rmse}, {@code auc}, {@code logloss} where there is something to tell. */
  public void into(Map<String, Double> metrics) {
    if (count > 0) {
      metrics.put("rmse", Math.sqrt(squares / count));
    }
    if (clicks > 0) {
      metrics.put("logloss", logLoss / clicks);
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
