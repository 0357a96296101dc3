package io.millrace.trainer.kernels;

/** Softmax cross-entropy of lists of logits; lists are short and few, so one thread does it. */
final class ListLoss {
  private final View out = new View();
  private final View gradient = new View();
  private final View rating = new View();
  private final View click = new View();

  void apply(
      int rows,
      Matrix outputs,
      Matrix ratings,
      Matrix clicks,
      float factor,
      Matrix gradients,
      long results) {
    out.of("out", outputs, rows, 2);
    gradient.of("gradient", gradients, rows, 2);
    rating.ofRow("rating", ratings, rows);
    click.ofRow("click", clicks, rows);
    double loss = 0;
    int from = 0;
    while (from < rows) {
      int to = end(from, rows);
      if (label(rating, from) >= 0 && label(click, from) > 0.5f) {
        loss += list(from, to, factor);
      }
      from = to;
    }
    Lanes.set(results, (float) loss);
  }

  private int end(int from, int rows) {
    int to = from + 1;
    while (to < rows && label(rating, to) < 0) {
      to++;
    }
    return to;
  }

  private static float label(View labels, int row) {
    return Lanes.get(labels.row(0) + (long) row * Float.BYTES);
  }

  private double logit(int row) {
    return Lanes.get(out.row(row) + Float.BYTES);
  }

  private double list(int from, int to, float factor) {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = from; r < to; r++) {
      max = Math.max(max, logit(r));
    }
    double sum = 0;
    for (int r = from; r < to; r++) {
      sum += Math.exp(logit(r) - max);
    }
    for (int r = from; r < to; r++) {
      double share = Math.exp(logit(r) - max) / sum;
      long at = gradient.row(r) + Float.BYTES;
      Lanes.set(at, Lanes.get(at) + (float) (factor * (share - (r == from ? 1 : 0))));
    }
    return Math.log(sum) + max - logit(from);
  }
}
