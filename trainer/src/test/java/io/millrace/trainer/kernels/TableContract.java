package io.millrace.trainer.kernels;

import org.junit.jupiter.api.Test;

/** Reading from tables. */
interface TableContract extends OnKernels {
  @Test
  default void shouldReadTheRowsAskedForWhenTheyRepeat() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      int tableRows = 1 + bench().rows();
      Cells table = bench().normal(tableRows, columns);
      int[] index = bench().random().ints(rows, 0, tableRows).toArray();
      Cells out = bench().poisoned(rows, columns);

      bench().kernels().gather(rows, table.matrix(), bench().ints(index), out.matrix());

      out.expect(
          bench().named("gather", rows, columns, tableRows),
          (r, c) -> table.was(index[r], c),
          0,
          (r, c) -> 0);
    }
  }

  @Test
  default void shouldTakeTheWeightedMeanWhenBagsAreOfAnySize() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      int bag = 1 + bench().random().nextInt(9);
      int tableRows = 1 + bench().random().nextInt(12);
      Cells table = bench().normal(tableRows, columns);
      // Row 0 means none: some bags are empty, all are where the table has that row only.
      int[] index = bench().random().ints((long) rows * bag, 0, tableRows).toArray();
      float[] weights = new float[bag];
      for (int k = 0; k < bag; k++) {
        weights[k] = 0.1f + bench().random().nextFloat();
      }
      Cells out = bench().poisoned(rows, columns);

      bench()
          .kernels()
          .pool(
              rows,
              bag,
              table.matrix(),
              bench().ints(index),
              bench().row(weights).matrix(),
              out.matrix());

      out.expect(
          bench().named("pool", rows, columns, bag, tableRows),
          (r, c) -> mean(table, index, weights, r, c, false),
          2 * bag + 6,
          (r, c) -> mean(table, index, weights, r, c, true));
    }
  }

  private static double mean(
      Cells table, int[] index, float[] weights, int row, int column, boolean magnitude) {
    double sum = 0;
    double total = 0;
    for (int k = 0; k < weights.length; k++) {
      int at = index[row * weights.length + k];
      if (at != 0) {
        double value = weights[k] * table.was(at, column);
        sum += magnitude ? Math.abs(value) : value;
        total += weights[k];
      }
    }
    return total == 0 ? 0 : sum / total;
  }
}
