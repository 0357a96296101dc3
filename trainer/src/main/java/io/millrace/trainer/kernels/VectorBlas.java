package io.millrace.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Products by the Vector API, where there is no library: panels of b are packed so that they are
 * read in order, and tiles of c, 4 rows by 2 vectors, stay in registers (Goto and van de Geijn
 * 2008, without the packing of a).
 */
final class VectorBlas implements Blas {
  private static final int DEPTH = 256;
  private static final int TILE_ROWS = 4;
  private static final int TILE_COLUMNS = 2 * Lanes.COUNT;

  private final Tile[] tiles;

  /** For so many workers, with a panel each. */
  VectorBlas(int workers, HostMemory memory) {
    tiles = new Tile[workers];
    for (int worker = 0; worker < workers; worker++) {
      tiles[worker] = new Tile(memory);
    }
  }

  @Override
  public String description() {
    return "Vector API (" + Lanes.FLOATS.vectorBitSize() + " bits)";
  }

  @Override
  public void product(
      int worker,
      int m,
      int n,
      int k,
      float alpha,
      long a,
      int leadingA,
      boolean transposeA,
      long b,
      int leadingB,
      boolean transposeB,
      float beta,
      long c,
      int leadingC) {
    Tile tile = tiles[worker];
    tile.a(a, leadingA, transposeA);
    tile.b(b, leadingB, transposeB);
    tile.c(c, leadingC);
    if (k == 0) {
      tile.scale(m, n, beta);
    }
    for (int p = 0; p < k; p += DEPTH) {
      int depth = Math.min(DEPTH, k - p);
      for (int j = 0; j < n; j += TILE_COLUMNS) {
        tile.pack(p, depth, j, Math.min(TILE_COLUMNS, n - j));
        tile.columns(m, alpha, p == 0 ? beta : 1);
      }
    }
  }

  /** One worker's panel and the place it stands at. */
  private static final class Tile {
    private final long panel;
    private final long sums;
    private long a;
    private long rowA;
    private long depthA;
    private long b;
    private long depthB;
    private long columnB;
    private long c;
    private long rowC;
    private int from;
    private int depth;
    private int column;
    private int width;

    Tile(HostMemory memory) {
      panel = memory.allocate((long) DEPTH * TILE_COLUMNS * Float.BYTES);
      sums = memory.allocate((long) TILE_ROWS * TILE_COLUMNS * Float.BYTES);
    }

    void a(long address, int leading, boolean transposed) {
      a = address;
      rowA = transposed ? Float.BYTES : (long) leading * Float.BYTES;
      depthA = transposed ? (long) leading * Float.BYTES : Float.BYTES;
    }

    void b(long address, int leading, boolean transposed) {
      b = address;
      columnB = transposed ? (long) leading * Float.BYTES : Float.BYTES;
      depthB = transposed ? Float.BYTES : (long) leading * Float.BYTES;
    }

    void c(long address, int leading) {
      c = address;
      rowC = (long) leading * Float.BYTES;
    }

    void scale(int m, int n, float beta) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          long at = c + i * rowC + (long) j * Float.BYTES;
          Lanes.set(at, beta == 0 ? 0 : beta * Lanes.get(at));
        }
      }
    }

    /** Copies a panel of b, [depth, TILE_COLUMNS], with zeros beyond its width. */
    void pack(int p, int panelDepth, int j, int panelWidth) {
      from = p;
      depth = panelDepth;
      column = j;
      width = panelWidth;
      for (int d = 0; d < depth; d++) {
        long source = b + (from + d) * depthB + column * columnB;
        long target = panel + (long) d * TILE_COLUMNS * Float.BYTES;
        for (int w = 0; w < TILE_COLUMNS; w++) {
          float value = w < width ? Lanes.get(source + w * columnB) : 0;
          Lanes.set(target + (long) w * Float.BYTES, value);
        }
      }
    }

    void columns(int m, float alpha, float beta) {
      int i = 0;
      for (; i + TILE_ROWS <= m; i += TILE_ROWS) {
        fourRows(i, alpha, beta);
      }
      for (; i < m; i++) {
        oneRow(i, alpha, beta);
      }
    }

    private void fourRows(int i, float alpha, float beta) {
      FloatVector c00 = Lanes.zero();
      FloatVector c01 = Lanes.zero();
      FloatVector c10 = Lanes.zero();
      FloatVector c11 = Lanes.zero();
      FloatVector c20 = Lanes.zero();
      FloatVector c21 = Lanes.zero();
      FloatVector c30 = Lanes.zero();
      FloatVector c31 = Lanes.zero();
      long at = a + i * rowA + from * depthA;
      long end = panel + (long) depth * TILE_COLUMNS * Float.BYTES;
      for (long p = panel; p < end; p += (long) TILE_COLUMNS * Float.BYTES) {
        FloatVector b0 = Lanes.load(p);
        FloatVector b1 = Lanes.load(p + Lanes.BYTES);
        FloatVector a0 = Lanes.broadcast(Lanes.get(at));
        FloatVector a1 = Lanes.broadcast(Lanes.get(at + rowA));
        FloatVector a2 = Lanes.broadcast(Lanes.get(at + 2 * rowA));
        FloatVector a3 = Lanes.broadcast(Lanes.get(at + 3 * rowA));
        c00 = a0.fma(b0, c00);
        c01 = a0.fma(b1, c01);
        c10 = a1.fma(b0, c10);
        c11 = a1.fma(b1, c11);
        c20 = a2.fma(b0, c20);
        c21 = a2.fma(b1, c21);
        c30 = a3.fma(b0, c30);
        c31 = a3.fma(b1, c31);
        at += depthA;
      }
      keep(0, c00, c01);
      keep(1, c10, c11);
      keep(2, c20, c21);
      keep(3, c30, c31);
      for (int row = 0; row < TILE_ROWS; row++) {
        put(i + row, row, alpha, beta);
      }
    }

    /** Leaves a row of the tile in memory, so that no vectors are handed on. */
    private void keep(int row, FloatVector left, FloatVector right) {
      Lanes.store(sums + 2L * row * Lanes.BYTES, left);
      Lanes.store(sums + (2L * row + 1) * Lanes.BYTES, right);
    }

    private void oneRow(int i, float alpha, float beta) {
      FloatVector c0 = Lanes.zero();
      FloatVector c1 = Lanes.zero();
      long at = a + i * rowA + from * depthA;
      for (int d = 0; d < depth; d++) {
        long p = panel + (long) d * TILE_COLUMNS * Float.BYTES;
        FloatVector a0 = Lanes.broadcast(Lanes.get(at + d * depthA));
        c0 = a0.fma(Lanes.load(p), c0);
        c1 = a0.fma(Lanes.load(p + Lanes.BYTES), c1);
      }
      keep(0, c0, c1);
      put(i, 0, alpha, beta);
    }

    private void put(int i, int row, float alpha, float beta) {
      for (int half = 0; half < 2; half++) {
        VectorMask<Float> mask = Lanes.mask(half * Lanes.COUNT, width);
        long at = c + i * rowC + (long) column * Float.BYTES + half * Lanes.BYTES;
        FloatVector scaled = Lanes.load(sums + (2L * row + half) * Lanes.BYTES).mul(alpha);
        if (beta != 0) {
          scaled = Lanes.load(at, mask).fma(Lanes.broadcast(beta), scaled);
        }
        Lanes.store(at, scaled, mask);
      }
    }
  }
}
