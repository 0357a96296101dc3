package io.millrace.trainer.kernels;

/** Sets or bounds the floats of a range. */
final class Fill {
  private final Team team;
  private final FlatBlocks blocks = new FlatBlocks();
  private final Loop fill = this::fill;
  private final Loop clamp = this::clamp;
  private long address;
  private float least;
  private float greatest;

  Fill(Team team) {
    this.team = team;
  }

  void fill(long at, long count, float value) {
    address = at;
    least = value;
    team.run(fill, blocks.cut(count));
  }

  private void fill(int block, int worker) {
    long start = address + blocks.offset(block);
    int length = blocks.length(block);
    for (int i = 0; i < length; i += Lanes.COUNT) {
      long at = start + (long) i * Float.BYTES;
      Lanes.store(at, Lanes.broadcast(least), Lanes.mask(i, length));
    }
  }

  void clamp(long at, long count, float from, float to) {
    address = at;
    least = from;
    greatest = to;
    team.run(clamp, blocks.cut(count));
  }

  /** By single floats: a few at most, called too seldom for vectors to be compiled well. */
  private void clamp(int block, int worker) {
    long start = address + blocks.offset(block);
    int length = blocks.length(block);
    for (int i = 0; i < length; i++) {
      long at = start + (long) i * Float.BYTES;
      Lanes.set(at, Math.min(greatest, Math.max(least, Lanes.get(at))));
    }
  }
}
