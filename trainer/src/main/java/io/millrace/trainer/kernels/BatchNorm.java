package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Batch normalisation, ReLU and dropout, and their way back: each in two passes over the batch, one
 * for the sums of the columns and one for the values. Variances are taken of the distance to the
 * first row, so that columns far from zero lose no digits.
 */
final class BatchNorm {
  private final Team team;
  private final ColumnSums firstSums;
  private final ColumnSums secondSums;
  private final RowBlocks blocks = new RowBlocks();
  private final Dropout dropout = new Dropout();
  private final View x = new View();
  private final View y = new View();
  private final View gradient = new View();
  private final View gamma = new View();
  private final View beta = new View();
  private final View mean = new View();
  private final View inverse = new View();
  private final View runningMean = new View();
  private final View runningVariance = new View();
  private final View gammaGradient = new View();
  private final View betaGradient = new View();
  private final Loop sumLoop = this::sums;
  private final Loop normaliseLoop = this::normalise;
  private final Loop gradientSumLoop = this::gradientSums;
  private final Loop gradientLoop = this::gradients;
  private int rows;
  private int columns;
  private float kept;

  BatchNorm(Team team, HostMemory memory) {
    this.team = team;
    this.firstSums = new ColumnSums(memory);
    this.secondSums = new ColumnSums(memory);
  }

  private void cut(int rowCount, Matrix matrix, BatchNormState state) {
    rows = rowCount;
    columns = matrix.columns();
    x.of("x", matrix, rows, columns);
    gamma.of("gamma", state.gamma(), 1, columns);
    beta.of("beta", state.beta(), 1, columns);
    mean.of("batchMean", state.batchMean(), 1, columns);
    inverse.of("batchInverseDeviation", state.batchInverseDeviation(), 1, columns);
    blocks.cut(rows, columns);
    firstSums.begin(blocks.count(), columns);
    secondSums.begin(blocks.count(), columns);
  }

  void forward(
      int rowCount,
      Matrix matrix,
      BatchNormState state,
      float momentum,
      float epsilon,
      float keep,
      long seed,
      Matrix out) {
    cut(rowCount, matrix, state);
    runningMean.of("mean", state.mean(), 1, columns);
    runningVariance.of("variance", state.variance(), 1, columns);
    y.of("y", out, rows, columns);
    dropout.of(keep, seed);
    if (rows == 0) {
      return;
    }
    team.run(sumLoop, blocks.count());
    moments(momentum, epsilon);
    team.run(normaliseLoop, blocks.count());
  }

  private void sums(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      sumsOf(block, c);
    }
  }

  private void sumsOf(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector shift = Lanes.load(x.row(0) + at, mask);
    FloatVector sum = Lanes.zero();
    FloatVector squares = Lanes.zero();
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector d = Lanes.load(x.row(r) + at, mask).sub(shift);
      sum = sum.add(d);
      squares = d.fma(d, squares);
    }
    Lanes.store(firstSums.block(block) + at, sum, mask);
    Lanes.store(secondSums.block(block) + at, squares, mask);
  }

  private void moments(float momentum, float epsilon) {
    firstSums.total(mean.row(0));
    secondSums.total(inverse.row(0));
    for (int c = 0; c < columns; c++) {
      moment((long) c * Float.BYTES, momentum, epsilon);
    }
  }

  private void moment(long at, float momentum, float epsilon) {
    double distance = (double) Lanes.get(mean.row(0) + at) / rows;
    double square = (double) Lanes.get(inverse.row(0) + at) / rows;
    double average = Lanes.get(x.row(0) + at) + distance;
    double variance = Math.max(0, square - distance * distance);
    Lanes.set(mean.row(0) + at, (float) average);
    Lanes.set(inverse.row(0) + at, (float) (1 / Math.sqrt(variance + epsilon)));
    move(runningMean.row(0) + at, momentum, average);
    move(runningVariance.row(0) + at, momentum, variance);
  }

  private static void move(long at, float momentum, double to) {
    Lanes.set(at, (float) (momentum * (double) Lanes.get(at) + (1.0 - momentum) * to));
  }

  private void normalise(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      if (dropout.active()) {
        dropColumns(block, c);
      } else {
        keepColumns(block, c);
      }
    }
  }

  private void keepColumns(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector centre = Lanes.load(mean.row(0) + at, mask);
    FloatVector shift = Lanes.load(beta.row(0) + at, mask);
    FloatVector scale =
        Lanes.load(gamma.row(0) + at, mask).mul(Lanes.load(inverse.row(0) + at, mask));
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector v = Lanes.load(x.row(r) + at, mask).sub(centre).fma(scale, shift).max(0f);
      Lanes.store(y.row(r) + at, v, mask);
    }
  }

  private void dropColumns(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector centre = Lanes.load(mean.row(0) + at, mask);
    FloatVector shift = Lanes.load(beta.row(0) + at, mask);
    FloatVector scale =
        Lanes.load(gamma.row(0) + at, mask).mul(Lanes.load(inverse.row(0) + at, mask));
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector v = Lanes.load(x.row(r) + at, mask).sub(centre).fma(scale, shift).max(0f);
      Lanes.store(y.row(r) + at, dropout.apply(v, dropout.row(r), c), mask);
    }
  }

  void backward(
      int rowCount,
      Matrix matrix,
      BatchNormState state,
      float keep,
      Matrix out,
      Matrix gradientRows,
      Matrix gammaSums,
      Matrix betaSums) {
    cut(rowCount, matrix, state);
    y.of("y", out, rows, columns);
    gradient.of("gradient", gradientRows, rows, columns);
    gammaGradient.of("gammaGradient", gammaSums, 1, columns);
    betaGradient.of("betaGradient", betaSums, 1, columns);
    dropout.of(keep, 0);
    kept = dropout.scale();
    team.run(gradientSumLoop, blocks.count());
    firstSums.total(betaGradient.row(0));
    secondSums.total(gammaGradient.row(0));
    team.run(gradientLoop, blocks.count());
  }

  /** What comes back through dropout and ReLU. */
  private FloatVector through(int r, long at, VectorMask<Float> mask) {
    VectorMask<Float> open = Lanes.load(y.row(r) + at, mask).compare(VectorOperators.GT, 0f);
    return Lanes.load(gradient.row(r) + at, open).mul(kept);
  }

  private void gradientSums(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      gradientSumsOf(block, c);
    }
  }

  private void gradientSumsOf(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector centre = Lanes.load(mean.row(0) + at, mask);
    FloatVector scale = Lanes.load(inverse.row(0) + at, mask);
    FloatVector sum = Lanes.zero();
    FloatVector product = Lanes.zero();
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector g = through(r, at, mask);
      FloatVector unit = Lanes.load(x.row(r) + at, mask).sub(centre).mul(scale);
      sum = sum.add(g);
      product = g.fma(unit, product);
    }
    Lanes.store(firstSums.block(block) + at, sum, mask);
    Lanes.store(secondSums.block(block) + at, product, mask);
  }

  private void gradients(int block, int worker) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      gradientsOf(block, c);
    }
  }

  private void gradientsOf(int block, int c) {
    long at = (long) c * Float.BYTES;
    VectorMask<Float> mask = Lanes.mask(c, columns);
    FloatVector centre = Lanes.load(mean.row(0) + at, mask);
    FloatVector scale = Lanes.load(inverse.row(0) + at, mask);
    FloatVector slope = Lanes.load(gamma.row(0) + at, mask).mul(scale);
    FloatVector average = Lanes.load(betaGradient.row(0) + at, mask).div(rows);
    FloatVector tilt = Lanes.load(gammaGradient.row(0) + at, mask).div(rows).mul(scale);
    for (int r = blocks.from(block); r < blocks.to(block); r++) {
      FloatVector distance = Lanes.load(x.row(r) + at, mask).sub(centre);
      FloatVector g = through(r, at, mask).sub(average).sub(distance.mul(tilt));
      Lanes.store(gradient.row(r) + at, g.mul(slope), mask);
    }
  }
}
