package io.millrace.trainer.kernels;

import io.millrace.trainer.learner.NegativeSampling;

/**
 * Sampled softmax with log-Q correction (Bengio and Senecal 2008; Yi et al. 2019), forward and
 * back. A block of users is scored against the pool, its logits are turned into gradients while
 * they are in the cache, and its own gradient is taken from them at once; the items' gradient is
 * one product at the end, over all users in their order.
 */
final class Contrast {
  private static final int BLOCK = 128;

  private final Team team;
  private final Blas blas;
  private final Scratch scratch;
  private final Negatives[] negatives;
  private final SoftmaxRow[] softmax;
  private final View users = new View();
  private final View items = new View();
  private final View userGradient = new View();
  private final View itemGradient = new View();
  private final View logQ = new View();
  private final Loop userLoop = this::userBlock;
  private final Loop itemLoop = this::itemBlock;
  private boolean dense;
  private double[] losses = new double[0];
  private double[] tilts = new double[0];
  private long positive;
  private long maskedStart;
  private long masked;
  private long gradients;
  private int leading;
  private int rows;
  private int pool;
  private int dim;
  private int itemBlock;
  private float scale;
  private long seed;

  Contrast(Team team, Blas blas, HostMemory memory) {
    this.team = team;
    this.blas = blas;
    this.scratch = new Scratch(memory);
    this.negatives = new Negatives[team.threads()];
    this.softmax = new SoftmaxRow[team.threads()];
    for (int worker = 0; worker < team.threads(); worker++) {
      negatives[worker] = new Negatives();
      softmax[worker] = new SoftmaxRow();
    }
  }

  void apply(
      int rowCount,
      int poolSize,
      Matrix userRows,
      Matrix itemRows,
      ContrastBatch batch,
      float logScale,
      long drawSeed,
      Matrix userGradients,
      Matrix itemGradients,
      long results) {
    rows = rowCount;
    pool = poolSize;
    dim = userRows.columns();
    scale = (float) Math.exp(logScale);
    seed = drawSeed;
    users.of("users", userRows, rows, dim);
    items.of("items", itemRows, pool, dim);
    userGradient.of("userGradient", userGradients, rows, dim);
    itemGradient.of("itemGradient", itemGradients, pool, dim);
    begin(batch);
    team.run(userLoop, Math.ceilDiv(rows, BLOCK));
    team.run(itemLoop, cutItems());
    finish(results);
  }

  private void begin(ContrastBatch batch) {
    dense = batch.strategy() == NegativeSampling.IN_BATCH;
    logQ.ofRow("logQ", batch.logQ(), pool);
    positive = CpuInts.address("positive", batch.positive(), 0, rows);
    maskedStart = CpuInts.address("maskedStart", batch.maskedStart(), 0, rows + 1L);
    int maskedCount = Lanes.getInt(maskedStart + (long) rows * Integer.BYTES);
    masked = CpuInts.address("masked", batch.masked(), 0, maskedCount);
    leading = Lanes.whole(pool + Lanes.COUNT - 1) + Lanes.COUNT;
    gradients = scratch.of(Math.max(1L, rows) * leading * Float.BYTES);
    if (losses.length < rows) {
      losses = new double[rows];
      tilts = new double[rows];
    }
    for (Negatives each : negatives) {
      each.begin(batch, pool);
    }
  }

  private long gradient(int row) {
    return gradients + (long) row * leading * Float.BYTES;
  }

  private void userBlock(int block, int worker) {
    int from = block * BLOCK;
    int to = Math.min(rows, from + BLOCK);
    blas.product(
        worker,
        to - from,
        pool,
        dim,
        scale,
        users.row(from),
        users.leading(),
        false,
        items.row(0),
        items.leading(),
        true,
        0,
        gradient(from),
        leading);
    for (int r = from; r < to; r++) {
      row(r, negatives[worker], softmax[worker]);
    }
    blas.product(
        worker,
        to - from,
        dim,
        pool,
        scale,
        gradient(from),
        leading,
        false,
        items.row(0),
        items.leading(),
        false,
        0,
        userGradient.row(from),
        userGradient.leading());
  }

  private void row(int r, Negatives choice, SoftmaxRow softmaxRow) {
    int own = within(Lanes.getInt(positive + (long) r * Integer.BYTES), "positive");
    int first = Lanes.getInt(maskedStart + (long) r * Integer.BYTES);
    int count = Lanes.getInt(maskedStart + (r + 1L) * Integer.BYTES) - first;
    long mask = masked + (long) first * Integer.BYTES;
    for (int i = 0; i < count; i++) {
      within(Lanes.getInt(mask + (long) i * Integer.BYTES), "masked");
    }
    if (dense) {
      softmaxRow.dense(gradient(r), logQ.row(0), pool, own, mask, count, rows);
    } else {
      choice.choose(gradient(r), own, mask, count, Dropout.mix(seed) + r);
      softmaxRow.sparse(gradient(r), logQ.row(0), pool, choice, rows);
    }
    losses[r] = softmaxRow.loss();
    tilts[r] = softmaxRow.tilt();
  }

  private int within(int p, String name) {
    if (p < 0 || p >= pool) {
      throw new IndexOutOfBoundsException(
          name + ": expected from 0 to " + (pool - 1) + ", found " + p);
    }
    return p;
  }

  private int cutItems() {
    int wanted = team.threads() == 1 ? 1 : 2 * team.threads();
    itemBlock = Math.max(16, Math.ceilDiv(pool, wanted));
    return Math.ceilDiv(pool, itemBlock);
  }

  private void itemBlock(int block, int worker) {
    int from = block * itemBlock;
    blas.product(
        worker,
        Math.min(itemBlock, pool - from),
        dim,
        rows,
        scale,
        gradients + (long) from * Float.BYTES,
        leading,
        true,
        users.row(0),
        users.leading(),
        false,
        0,
        itemGradient.row(from),
        itemGradient.leading());
  }

  private void finish(long results) {
    double loss = 0;
    double tilt = 0;
    for (int r = 0; r < rows; r++) {
      loss += losses[r];
      tilt += tilts[r];
    }
    int divisor = Math.max(1, rows);
    Lanes.set(results, (float) (loss / divisor));
    Lanes.set(results + Float.BYTES, (float) (tilt / divisor));
  }
}
