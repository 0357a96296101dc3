package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rows of length one. */
interface VectorContract extends OnKernels {
  @Test
  default void shouldDivideByLengthWhenShapesAreAny() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      Cells x = bench().normal(rows, columns);
      Cells unit = bench().poisoned(rows, columns);
      Cells lengths = bench().poisoned(1, Math.max(1, rows));

      bench().kernels().unitRows(rows, x.matrix(), unit.matrix(), lengths.matrix());

      String shape = bench().named("unitRows", rows, columns);
      if (rows > 0) {
        lengths.expect(
            shape,
            (one, r) -> length(x, r, columns),
            columns + 4,
            (one, r) -> length(x, r, columns));
      }
      unit.expect(shape, (r, c) -> x.was(r, c) / length(x, r, columns), columns + 8, (r, c) -> 1);
      x.expectUnchanged("x");
    }
  }

  private static double length(Cells x, int row, int columns) {
    return Math.sqrt(Sums.over(columns, c -> x.was(row, c) * x.was(row, c)));
  }

  @Test
  default void shouldStayFiniteWhenARowIsZero() {
    Cells x = bench().row(0, 0, 0);
    Cells unit = bench().poisoned(1, 3);
    Cells lengths = bench().poisoned(1, 1);

    bench().kernels().unitRows(1, x.matrix(), unit.matrix(), lengths.matrix());

    assertThat(unit.now()).containsExactly(0, 0, 0);
    assertThat(lengths.now()).containsExactly(1e-12f);
  }

  @Test
  default void shouldTakeAwayTheComponentAlongTheRowWhenGoingBack() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int columns = bench().columns();
      Cells unit = bench().normal(rows, columns);
      Cells gradient = bench().normal(rows, columns);
      float[] values = new float[Math.max(1, rows)];
      for (int r = 0; r < values.length; r++) {
        values[r] = 0.25f + r % 5;
      }
      Cells lengths = bench().row(values);

      bench().kernels().unitRowsGradient(rows, unit.matrix(), lengths.matrix(), gradient.matrix());

      gradient.expect(
          bench().named("unitRowsGradient", rows, columns),
          (r, c) ->
              (gradient.was(r, c) - unit.was(r, c) * along(unit, gradient, r, columns, false))
                  / values[r],
          columns + 8,
          (r, c) ->
              (Math.abs(gradient.was(r, c))
                      + Math.abs(unit.was(r, c)) * along(unit, gradient, r, columns, true))
                  / values[r]);
    }
  }

  private static double along(Cells u, Cells g, int r, int columns, boolean magnitude) {
    return Sums.over(
        columns, c -> magnitude ? Math.abs(u.was(r, c) * g.was(r, c)) : u.was(r, c) * g.was(r, c));
  }
}
