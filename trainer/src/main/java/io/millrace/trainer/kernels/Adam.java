package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Adam on a flat range. */
final class Adam {
  private final Team team;
  private final FlatBlocks blocks = new FlatBlocks();
  private final AdamStep step = new AdamStep();
  private final Loop loop = this::block;
  private long weights;
  private long gradients;
  private long first;
  private long second;
  private float factor;

  Adam(Team team) {
    this.team = team;
  }

  void apply(
      long weightsAt,
      long gradientsAt,
      long firstAt,
      long secondAt,
      long count,
      float rate,
      int number,
      float by) {
    weights = weightsAt;
    gradients = gradientsAt;
    first = firstAt;
    second = secondAt;
    factor = by;
    step.of(rate, number);
    team.run(loop, blocks.cut(count));
  }

  private void block(int block, int worker) {
    long start = blocks.offset(block);
    int length = blocks.length(block);
    for (int i = 0; i < length; i += Lanes.COUNT) {
      move(start + (long) i * Float.BYTES, Lanes.mask(i, length));
    }
  }

  private void move(long at, VectorMask<Float> mask) {
    FloatVector g = Lanes.load(gradients + at, mask).mul(factor);
    FloatVector m = AdamStep.first(Lanes.load(first + at, mask), g);
    FloatVector v = AdamStep.second(Lanes.load(second + at, mask), g);
    Lanes.store(first + at, m, mask);
    Lanes.store(second + at, v, mask);
    Lanes.store(weights + at, step.weight(Lanes.load(weights + at, mask), m, v), mask);
  }
}
