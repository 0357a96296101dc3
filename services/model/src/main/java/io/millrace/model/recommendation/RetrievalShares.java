package io.millrace.model.recommendation;

/** The retrieval model's chance of each candidate among those proposed. Immutable. */
final class RetrievalShares {
  private final double scale;
  private final double greatest;
  private final double total;

  /**
   * Over the proposed.
   *
   * @param dots user vector times item vector; NaN where either is missing
   * @param proposed how many of the dots, from the first, are of items that were proposed
   * @param scale of the logits: the inverse of the learned temperature
   */
  RetrievalShares(float[] dots, int proposed, double scale) {
    this.scale = scale;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < proposed; i++) {
      most = dots[i] > most ? dots[i] : most;
    }
    this.greatest = most;
    double sum = 0;
    for (int i = 0; i < proposed; i++) {
      sum += Float.isNaN(dots[i]) ? 0 : weight(dots[i]);
    }
    this.total = sum;
  }

  private double weight(float dot) {
    return Math.exp(scale * (dot - greatest));
  }

  /**
   * The share of an item with this dot, 0 to 1; that of one that was not proposed as if it had
   * been.
   */
  double of(float dot) {
    return Float.isNaN(dot) || total == 0 ? 0 : Math.min(1, weight(dot) / total);
  }
}
