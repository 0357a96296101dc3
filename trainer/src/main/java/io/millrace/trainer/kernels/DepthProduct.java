package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * {@code c = alpha aT b + beta c} where the depth is much longer than c's sides, as for gradients
 * at weights, whose depth is the batch. The depth is cut into parts with a sum of c of their own,
 * which are added in their order at the end; each is taken in stretches that stay in the
 * second-level cache. Where the last tile would stand out it is moved back and its new part alone
 * is kept.
 *
 * <p>The parts depend on shape and number of threads alone.
 */
final class DepthProduct {
  /** Rows of both factors in the cache at a time. */
  private static final int STRETCH = 256;

  /** A vector of 512 bits: with them there are 32 registers, and a tile fits in. */
  private static final int LANES = 16;

  private static final int ADDED_ROWS = 16;

  private final Team team;
  private final Scratch sums;
  private final Scratch tiles;
  private final Loop partLoop = this::part;
  private final Loop totalLoop = this::total;
  private View a = new View();
  private View b = new View();
  private View c = new View();
  private int m;
  private int n;
  private int k;
  private float alpha;
  private float beta;
  private int parts;
  private int partDepth;
  private long partSums;
  private long tileSums;
  private long stride;

  DepthProduct(Team team, HostMemory memory) {
    this.team = team;
    this.sums = new Scratch(memory);
    this.tiles = new Scratch(memory);
  }

  /** Whether such a product is better made here than by a library. */
  static boolean suits(int m, int n, int k) {
    return Lanes.COUNT == LANES
        && m >= DepthTile.ROWS
        && n >= DepthTile.COLUMNS
        && k >= STRETCH
        && k >= 2 * Math.max(m, n);
  }

  /** The views are of [k, m], [k, n] and [m, n]. */
  void product(
      int rows, int columns, int depth, float by, View left, View right, float keep, View out) {
    m = rows;
    n = columns;
    k = depth;
    alpha = by;
    beta = keep;
    a = left;
    b = right;
    c = out;
    partDepth = partDepth(k, team.threads());
    parts = Math.ceilDiv(k, partDepth);
    stride = (long) Math.ceilDiv(n, Lanes.COUNT) * Lanes.BYTES;
    partSums = sums.of((long) parts * m * stride);
    tileSums = tiles.of(team.threads() * DepthTile.BYTES);
    team.run(partLoop, parts);
    team.run(totalLoop, Math.ceilDiv(m, ADDED_ROWS));
  }

  /** Two parts for each thread, where that leaves two stretches to each. */
  private static int partDepth(int depth, int threads) {
    int wanted = depth >= 4 * threads * STRETCH ? 2 * threads : threads;
    return Math.ceilDiv(Math.ceilDiv(depth, wanted), STRETCH) * STRETCH;
  }

  private long partRow(int part, int row) {
    return partSums + ((long) part * m + row) * stride;
  }

  private void part(int part, int worker) {
    int end = Math.min(k, (part + 1) * partDepth);
    clear(partRow(part, 0), m * stride);
    for (int from = part * partDepth; from < end; from += STRETCH) {
      int depth = Math.min(STRETCH, end - from);
      for (int row = 0; row < m; row += DepthTile.ROWS) {
        tilesOfRow(part, from, depth, row, tileSums + worker * DepthTile.BYTES);
      }
    }
  }

  private static void clear(long from, long bytes) {
    for (long at = from; at < from + bytes; at += Lanes.BYTES) {
      Lanes.store(at, Lanes.zero());
    }
  }

  private void tilesOfRow(int part, int from, int depth, int row, long tile) {
    int top = Math.min(row, m - DepthTile.ROWS);
    long left = a.row(from) + (long) top * Float.BYTES;
    for (int column = 0; column < n; column += DepthTile.COLUMNS) {
      int start = Math.min(column, n - DepthTile.COLUMNS);
      long right = b.row(from) + (long) start * Float.BYTES;
      DepthTile.sum(depth, left, a.stride(), right, b.stride(), tile);
      long to = partRow(part, top) + (long) start * Float.BYTES;
      if ((column - start) % Lanes.COUNT == 0) {
        addVectors(tile, to, row - top, (column - start) / Lanes.COUNT);
      } else {
        addNumbers(tile, to, row - top, column - start);
      }
    }
  }

  /** Adds what is new of a tile: from a row and a vector of it on. */
  private void addVectors(long tile, long to, int newRow, int newVector) {
    for (int r = newRow; r < DepthTile.ROWS; r++) {
      for (int v = newVector; v < 2; v++) {
        long at = to + r * stride + v * Lanes.BYTES;
        Lanes.store(at, Lanes.load(at).add(Lanes.load(tile + (2L * r + v) * Lanes.BYTES)));
      }
    }
  }

  /** Adds what is new of a tile: from a row and a column of it on. */
  private void addNumbers(long tile, long to, int newRow, int newColumn) {
    for (int r = newRow; r < DepthTile.ROWS; r++) {
      for (int column = newColumn; column < DepthTile.COLUMNS; column++) {
        long at = to + r * stride + (long) column * Float.BYTES;
        float sum = Lanes.get(tile + ((long) r * DepthTile.COLUMNS + column) * Float.BYTES);
        Lanes.set(at, Lanes.get(at) + sum);
      }
    }
  }

  private void total(int block, int worker) {
    for (int row = block * ADDED_ROWS; row < Math.min(m, (block + 1) * ADDED_ROWS); row++) {
      for (int column = 0; column < n; column += Lanes.COUNT) {
        totalOf(row, (long) column * Float.BYTES, Lanes.mask(column, n));
      }
    }
  }

  private void totalOf(int row, long at, VectorMask<Float> mask) {
    FloatVector sum = Lanes.load(partRow(0, row) + at, mask);
    for (int part = 1; part < parts; part++) {
      sum = sum.add(Lanes.load(partRow(part, row) + at, mask));
    }
    long to = c.row(row) + at;
    if (beta == 0) {
      Lanes.store(to, sum.mul(alpha), mask);
    } else {
      Lanes.store(to, Lanes.load(to, mask).fma(Lanes.broadcast(beta), sum.mul(alpha)), mask);
    }
  }
}
