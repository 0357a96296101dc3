package io.millrace.trainer.kernels;

import io.millrace.trainer.learner.NegativeSampling;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Sampled softmax with log-Q correction (Bengio and Senecal 2008; Yi et al. 2019), forward and
 * back. A block of users is scored against the pool, its logits are turned into gradients, and
 * users' and items' gradients are taken from them, while they are in the second-level cache: they
 * are nowhere kept for the whole batch. Users are cut into parts, each with a sum of its own of the
 * items' gradient, which are added in their order: cut by the number of threads alone, so that the
 * same number gives the same bits.
 */
final class Contrast {
  private static final int BLOCK = 128;

  private final Team team;
  private final Blas blas;
  private final Scratch logits;
  private final Scratch sums;
  private final Scratch padding;
  private final Negatives[] negatives;
  private final SoftmaxRow[] softmax;
  private final View users = new View();
  private final View items = new View();
  private final View userGradient = new View();
  private final View itemGradient = new View();
  private final View logQ = new View();
  private final Loop userLoop = this::part;
  private final Loop itemLoop = this::addParts;
  private final RowBlocks itemBlocks = new RowBlocks();
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
  private int parts;
  private int partRows;
  private long partSums;
  private long paddedLogQ;
  private float scale;
  private long seed;

  Contrast(Team team, Blas blas, HostMemory memory) {
    this.team = team;
    this.blas = blas;
    this.logits = new Scratch(memory);
    this.sums = new Scratch(memory);
    this.padding = new Scratch(memory);
    this.negatives = new Negatives[team.threads()];
    this.softmax = new SoftmaxRow[team.threads()];
    for (int worker = 0; worker < team.threads(); worker++) {
      negatives[worker] = new Negatives();
      softmax[worker] = new SoftmaxRow(memory);
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
    team.run(userLoop, parts);
    team.run(itemLoop, itemBlocks.count());
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
    gradients = logits.of((long) team.threads() * BLOCK * leading * Float.BYTES);
    pad();
    cut();
    if (losses.length < rows) {
      losses = new double[rows];
      tilts = new double[rows];
    }
    for (Negatives each : negatives) {
      each.begin(batch, pool);
    }
  }

  /** What lies beyond the pool up to a whole vector: logits 0, log-Q infinite. */
  private void pad() {
    int whole = Lanes.whole(pool);
    paddedLogQ = padding.of((long) leading * Float.BYTES);
    for (int p = 0; p < leading; p++) {
      long at = (long) p * Float.BYTES;
      Lanes.set(paddedLogQ + at, p < pool ? Lanes.get(logQ.row(0) + at) : Float.POSITIVE_INFINITY);
    }
    for (int r = 0; r < team.threads() * BLOCK; r++) {
      long at = gradients + ((long) r * leading + whole) * Float.BYTES;
      Lanes.store(at, Lanes.zero());
    }
  }

  private void cut() {
    int wanted = team.threads() == 1 ? 1 : 2 * team.threads();
    partRows = Math.max(BLOCK, Math.ceilDiv(Math.ceilDiv(rows, wanted), BLOCK) * BLOCK);
    parts = Math.ceilDiv(rows, partRows);
    partSums = sums.of(Math.max(1L, parts) * pool * dim * Float.BYTES);
    itemBlocks.cut(pool, dim);
  }

  private long partSum(int part) {
    return partSums + (long) part * pool * dim * Float.BYTES;
  }

  private void part(int part, int worker) {
    int end = Math.min(rows, (part + 1) * partRows);
    long block = gradients + (long) worker * BLOCK * leading * Float.BYTES;
    for (int from = part * partRows; from < end; from += BLOCK) {
      int count = Math.min(BLOCK, end - from);
      score(from, count, block, worker);
      for (int r = 0; r < count; r++) {
        long row = block + (long) r * leading * Float.BYTES;
        row(from + r, row, negatives[worker], softmax[worker]);
      }
      userGradients(from, count, block, worker);
      itemGradients(from, count, block, worker, partSum(part), from == part * partRows ? 0 : 1);
    }
  }

  private void score(int from, int count, long block, int worker) {
    blas.product(
        worker,
        count,
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
        block,
        leading);
  }

  private void userGradients(int from, int count, long block, int worker) {
    blas.product(
        worker,
        count,
        dim,
        pool,
        scale,
        block,
        leading,
        false,
        items.row(0),
        items.leading(),
        false,
        0,
        userGradient.row(from),
        userGradient.leading());
  }

  private void itemGradients(int from, int count, long block, int worker, long sum, float keep) {
    blas.product(
        worker,
        pool,
        dim,
        count,
        scale,
        block,
        leading,
        true,
        users.row(from),
        users.leading(),
        false,
        keep,
        sum,
        dim);
  }

  private void addParts(int block, int worker) {
    for (int p = itemBlocks.from(block); p < itemBlocks.to(block); p++) {
      for (int d = 0; d < dim; d += Lanes.COUNT) {
        VectorMask<Float> mask = Lanes.mask(d, dim);
        long at = ((long) p * dim + d) * Float.BYTES;
        FloatVector sum = Lanes.zero();
        for (int part = 0; part < parts; part++) {
          sum = sum.add(Lanes.load(partSum(part) + at, mask));
        }
        Lanes.store(itemGradient.row(p) + (long) d * Float.BYTES, sum, mask);
      }
    }
  }

  private void row(int r, long gradient, Negatives choice, SoftmaxRow softmaxRow) {
    int own = within(Lanes.getInt(positive + (long) r * Integer.BYTES), "positive");
    int first = Lanes.getInt(maskedStart + (long) r * Integer.BYTES);
    int count = Lanes.getInt(maskedStart + (r + 1L) * Integer.BYTES) - first;
    long mask = masked + (long) first * Integer.BYTES;
    for (int i = 0; i < count; i++) {
      within(Lanes.getInt(mask + (long) i * Integer.BYTES), "masked");
    }
    if (dense) {
      softmaxRow.dense(gradient, paddedLogQ, pool, own, mask, count, rows);
    } else {
      choice.choose(gradient, own, mask, count, Dropout.mix(seed) + r);
      softmaxRow.sparse(gradient, paddedLogQ, pool, choice, rows);
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
