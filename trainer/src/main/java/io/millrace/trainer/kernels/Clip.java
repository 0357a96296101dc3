package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The factor that brings a gradient to a greatest length. */
final class Clip {
  private final Team team;
  private final FlatBlocks blocks = new FlatBlocks();
  private final Loop loop = this::block;
  private double[] squares = new double[0];
  private final long lanes;
  private long gradients;

  Clip(Team team, HostMemory memory) {
    this.team = team;
    this.lanes = memory.allocate(team.threads() * Lanes.BYTES);
  }

  float factor(long gradientsAt, long count, float limit) {
    gradients = gradientsAt;
    int parts = blocks.cut(count);
    if (squares.length < parts) {
      squares = new double[parts];
    }
    team.run(loop, parts);
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      sum += squares[i];
    }
    return (float) Math.min(1, limit / Math.sqrt(sum));
  }

  private void block(int block, int worker) {
    long start = gradients + blocks.offset(block);
    int length = blocks.length(block);
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < length; i += Lanes.COUNT) {
      VectorMask<Float> mask = Lanes.mask(i, length);
      FloatVector g = Lanes.load(start + (long) i * Float.BYTES, mask);
      sum = g.fma(g, sum);
    }
    Lanes.store(lanes + worker * Lanes.BYTES, sum);
    squares[block] = Lanes.sum(lanes + worker * Lanes.BYTES);
  }
}
