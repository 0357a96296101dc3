package io.millrace.trainer.learner;

/**
 * What a ranking step lost. A learner has one, and sets it anew in every step, so that a step
 * leaves nothing on the heap. For one thread.
 */
public final class RankingLoss {
  private double total;
  private double rating;
  private double click;
  private double list;

  /** Sets all of it. */
  public void set(double newTotal, double newRating, double newClick, double newList) {
    total = newTotal;
    rating = newRating;
    click = newClick;
    list = newList;
  }

  /** The weighted sum. */
  public double total() {
    return total;
  }

  /** Mean squared error of the rating head, in (half stars / 10) squared. */
  public double rating() {
    return rating;
  }

  /** Weighted binary cross-entropy of the click head, in nats. */
  public double click() {
    return click;
  }

  /** Softmax cross-entropy of the lists, in nats. */
  public double list() {
    return list;
  }
}
