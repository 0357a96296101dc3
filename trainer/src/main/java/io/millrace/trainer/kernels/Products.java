package io.millrace.trainer.kernels;

/**
 * Matrix products of the whole team. Long sums, such as gradients at weights, are cut over their
 * depth ({@link DepthProduct}). Else the longer side of c is cut, a long one into twice as many
 * blocks as threads so that a thread which is held up loses less, and each block is a product by
 * one thread. The cut depends on shape and number of threads alone.
 */
final class Products {
  /** Below this many multiplications waking others costs more than it saves. */
  private static final long WORTH_SHARING = 1L << 18;

  /** From here on a block costs no more than its share of the whole. */
  private static final int LARGE_BLOCK = 256;

  private static final int LEAST_BLOCK = 16;
  private static final int ROUND = 4;

  private final Team team;
  private final Blas blas;
  private final View a = new View();
  private final View b = new View();
  private final View c = new View();
  private final Loop loop = this::block;
  private final DepthProduct depthProduct;
  private int m;
  private int n;
  private int k;
  private float alpha;
  private float beta;
  private boolean transposeA;
  private boolean transposeB;
  private boolean byRows;
  private int size;

  Products(Team team, Blas blas, HostMemory memory) {
    this.team = team;
    this.blas = blas;
    this.depthProduct = new DepthProduct(team, memory);
  }

  void product(
      int rows,
      int columns,
      int depth,
      float by,
      Matrix left,
      boolean leftTransposed,
      Matrix right,
      boolean rightTransposed,
      float keep,
      Matrix out) {
    m = rows;
    n = columns;
    k = depth;
    alpha = by;
    beta = keep;
    transposeA = leftTransposed;
    transposeB = rightTransposed;
    a.of("a", left, transposeA ? k : m, width(transposeA ? m : k));
    b.of("b", right, transposeB ? n : k, width(transposeB ? k : n));
    c.of("c", out, m, width(n));
    if (transposeA && !transposeB && DepthProduct.suits(m, n, k)) {
      depthProduct.product(m, n, k, alpha, a, b, beta, c);
    } else if (m > 0 && n > 0) {
      team.run(loop, cut());
    }
  }

  /** A matrix has a column even where none is asked for. */
  private static int width(int columns) {
    return columns == 0 ? 1 : columns;
  }

  private int cut() {
    byRows = m >= n;
    int side = Math.max(m, n);
    boolean alone = team.threads() == 1 || (long) m * n * k < WORTH_SHARING;
    size = alone ? side : size(side, team.threads());
    return Math.ceilDiv(side, size);
  }

  /** Two blocks for each thread where they are large, else one. */
  private static int size(int side, int threads) {
    int parts = side >= 2 * threads * LARGE_BLOCK ? 2 * threads : threads;
    return Math.max(LEAST_BLOCK, Math.ceilDiv(Math.ceilDiv(side, parts), ROUND) * ROUND);
  }

  private void block(int block, int worker) {
    int from = block * size;
    int blockRows = byRows ? Math.min(size, m - from) : m;
    int blockColumns = byRows ? n : Math.min(size, n - from);
    int row = byRows ? from : 0;
    int column = byRows ? 0 : from;
    blas.product(
        worker,
        blockRows,
        blockColumns,
        k,
        alpha,
        a(row),
        a.leading(),
        transposeA,
        b(column),
        b.leading(),
        transposeB,
        beta,
        c.row(row) + (long) column * Float.BYTES,
        c.leading());
  }

  private long a(int row) {
    return transposeA ? a.row(0) + (long) row * Float.BYTES : a.row(row);
  }

  private long b(int column) {
    return transposeB ? b.row(column) : b.row(0) + (long) column * Float.BYTES;
  }
}
