package io.millrace.trainer.kernels;

/** Loss and gradient of the rating and the click head. */
final class HeadLoss {
  private static final int BLOCK = 256;

  private final Team team;
  private final View out = new View();
  private final View gradient = new View();
  private final View rating = new View();
  private final View click = new View();
  private final Loop loop = this::block;
  private double[] squares = new double[0];
  private double[] entropies = new double[0];
  private int rows;
  private float ratingFactor;
  private float clickFactor;
  private float positiveWeight;

  HeadLoss(Team team) {
    this.team = team;
  }

  void apply(
      int rowCount,
      Matrix outputs,
      Matrix ratings,
      Matrix clicks,
      float ofRating,
      float ofClick,
      float ofPositive,
      Matrix gradients,
      long results) {
    rows = rowCount;
    ratingFactor = ofRating;
    clickFactor = ofClick;
    positiveWeight = ofPositive;
    out.of("out", outputs, rows, 2);
    gradient.of("gradient", gradients, rows, 2);
    rating.ofRow("rating", ratings, rows);
    click.ofRow("click", clicks, rows);
    int blocks = Math.ceilDiv(rows, BLOCK);
    if (squares.length < blocks) {
      squares = new double[blocks];
      entropies = new double[blocks];
    }
    team.run(loop, blocks);
    Lanes.set(results, sum(squares, blocks));
    Lanes.set(results + Float.BYTES, sum(entropies, blocks));
  }

  private static float sum(double[] parts, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += parts[i];
    }
    return (float) sum;
  }

  private void block(int block, int worker) {
    double square = 0;
    double entropy = 0;
    for (int r = block * BLOCK; r < Math.min(rows, (block + 1) * BLOCK); r++) {
      long at = (long) r * Float.BYTES;
      square += rating(out.row(r), gradient.row(r), Lanes.get(rating.row(0) + at));
      entropy +=
          click(
              out.row(r) + Float.BYTES,
              gradient.row(r) + Float.BYTES,
              Lanes.get(click.row(0) + at));
    }
    squares[block] = square;
    entropies[block] = entropy;
  }

  private double rating(long output, long to, float wanted) {
    double distance = wanted < 0 ? 0 : (double) Lanes.get(output) - wanted;
    Lanes.set(to, (float) (2 * ratingFactor * distance));
    return distance * distance;
  }

  private double click(long output, long to, float wanted) {
    if (wanted < 0) {
      Lanes.set(to, 0);
      return 0;
    }
    double weight = wanted > 0.5f ? positiveWeight : 1;
    double logit = Lanes.get(output);
    double small = Math.exp(-Math.abs(logit));
    double chance = (logit >= 0 ? 1 : small) / (1 + small);
    Lanes.set(to, (float) (clickFactor * weight * (chance - wanted)));
    return weight * (Math.max(logit, 0) - logit * wanted + Math.log(1 + small));
  }
}
