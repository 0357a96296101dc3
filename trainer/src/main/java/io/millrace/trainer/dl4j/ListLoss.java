package io.millrace.trainer.dl4j;

import io.millrace.trainer.learner.RankingBatch;

/**
 * Softmax cross-entropy of each rated and clicked row among its list: the rows after it up to the
 * next rated one (Cao et al. 2007).
 */
final class ListLoss {
  private final RankingBatch batch;
  private final float[] out;
  private double sum;
  private int lists;

  /**
   * A batch's lists.
   *
   * @param out [size, 2], the logits second
   */
  ListLoss(RankingBatch batch, float[] out) {
    this.batch = batch;
    this.out = out;
    for (int from = 0; from < batch.size(); from = end(from)) {
      lists += counts(from) ? 1 : 0;
    }
  }

  private boolean counts(int row) {
    return batch.rated()[row] && batch.click()[row] > 0.5f;
  }

  private int end(int from) {
    int to = from + 1;
    while (to < batch.size() && !batch.rated()[to]) {
      to++;
    }
    return to;
  }

  /** The mean over lists; its gradient, weighted, is added to the logits'. */
  double addGradient(double weight, float[] gradient) {
    for (int from = 0; from < batch.size(); from = end(from)) {
      if (counts(from)) {
        add(from, end(from), weight / lists, gradient);
      }
    }
    return lists == 0 ? 0 : sum / lists;
  }

  private void add(int from, int to, double factor, float[] gradient) {
    double total = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int row = from; row < to; row++) {
      greatest = Math.max(greatest, out[2 * row + 1]);
    }
    for (int row = from; row < to; row++) {
      total += Math.exp(out[2 * row + 1] - greatest);
    }
    for (int row = from; row < to; row++) {
      double share = Math.exp(out[2 * row + 1] - greatest) / total;
      gradient[2 * row + 1] += (float) (factor * (share - (row == from ? 1 : 0)));
    }
    sum += Math.log(total) + greatest - out[2 * from + 1];
  }
}
