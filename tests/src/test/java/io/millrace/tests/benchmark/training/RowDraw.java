package io.millrace.tests.benchmark.training;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Which rows of a table the examples name. */
public enum RowDraw {
  /** Every row alike: the hardest case, as hardly a row of a large table comes twice. */
  UNIFORM {
    @Override
    int rank(SplittableRandom random, int rows) {
      return random.nextInt(rows);
    }
  },
  /** By popularity (Zipf's law with exponent 1), as items are rated. */
  ZIPF {
    @Override
    int rank(SplittableRandom random, int rows) {
      return Math.min(rows - 1, (int) Math.exp(random.nextDouble() * Math.log1p(rows)) - 1);
    }
  };

  /** A prime that takes neighbours far apart: popular rows do not lie side by side in a table. */
  private static final long SPREAD = 2_654_435_761L;

  abstract int rank(SplittableRandom random, int rows);

  /** Rows from 1 to {@code rows}. */
  int[] draw(SplittableRandom random, int count, int rows) {
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = row(random, rows);
    }
    return drawn;
  }

  /** Rows from 1 to {@code rows}, each once; needs enough of them. */
  int[] drawDistinct(SplittableRandom random, int count, int rows) {
    Set<Integer> seen = new HashSet<>();
    int[] drawn = new int[count];
    while (seen.size() < count) {
      int row = row(random, rows);
      if (seen.add(row)) {
        drawn[seen.size() - 1] = row;
      }
    }
    return drawn;
  }

  private int row(SplittableRandom random, int rows) {
    return 1 + (int) (rank(random, rows) * SPREAD % rows);
  }
}
