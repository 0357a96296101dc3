package io.millrace.model.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A W + b}, optionally with ReLU, for a packed W.
 *
 * <p>How it works: W lies in panels of two vectors' width ({@link PackedMatrix}), so the inner loop
 * reads it in order. Four rows of A are multiplied with one panel at a time; their eight sums stay
 * in registers over the whole of k, which hides the latency of the fused multiply-add. Rows beyond
 * a multiple of four go one at a time. Summation is in order of k for every element, so the result
 * of a row does not depend on the rows it is computed with.
 *
 * <p>Stateless, thread-safe.
 */
final class MatrixProduct {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Columns per panel. */
  static final int PANEL = 2 * LANES;

  private MatrixProduct() {}

  /**
   * Multiplies.
   *
   * @param a {@code rows} rows of {@code w.in} floats, {@code lda} apart, from {@code aAt}
   * @param c takes {@code rows} rows of {@code w.paddedOut()} floats, {@code ldc} apart, from
   *     {@code cAt}
   */
  static void multiply(
      float[] a,
      int aAt,
      int lda,
      int rows,
      PackedMatrix w,
      boolean relu,
      float[] c,
      int cAt,
      int ldc) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      for (int p = 0; p < w.panels; p++) {
        fourRows(a, aAt + row * lda, lda, w, p, relu, c, cAt + row * ldc + p * PANEL, ldc);
      }
    }
    for (; row < rows; row++) {
      for (int p = 0; p < w.panels; p++) {
        oneRow(a, aAt + row * lda, w, p, relu, c, cAt + row * ldc + p * PANEL);
      }
    }
  }

  // The hot loop: eight accumulators in registers, so they are written out by hand.
  private static void fourRows(
      float[] a,
      int a0,
      int lda,
      PackedMatrix w,
      int panel,
      boolean relu,
      float[] c,
      int c0,
      int ldc) {
    int a1 = a0 + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    FloatVector bias0 = FloatVector.fromArray(SPECIES, w.bias, panel * PANEL);
    FloatVector bias1 = FloatVector.fromArray(SPECIES, w.bias, panel * PANEL + LANES);
    FloatVector s00 = bias0;
    FloatVector s01 = bias1;
    FloatVector s10 = bias0;
    FloatVector s11 = bias1;
    FloatVector s20 = bias0;
    FloatVector s21 = bias1;
    FloatVector s30 = bias0;
    FloatVector s31 = bias1;
    float[] values = w.values;
    int b = panel * w.in * PANEL;
    for (int k = 0; k < w.in; k++, b += PANEL) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, values, b);
      FloatVector b1 = FloatVector.fromArray(SPECIES, values, b + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
    }
    store(s00, s01, relu, c, c0);
    store(s10, s11, relu, c, c0 + ldc);
    store(s20, s21, relu, c, c0 + 2 * ldc);
    store(s30, s31, relu, c, c0 + 3 * ldc);
  }

  private static void oneRow(
      float[] a, int a0, PackedMatrix w, int panel, boolean relu, float[] c, int c0) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, w.bias, panel * PANEL);
    FloatVector s1 = FloatVector.fromArray(SPECIES, w.bias, panel * PANEL + LANES);
    float[] values = w.values;
    int b = panel * w.in * PANEL;
    for (int k = 0; k < w.in; k++, b += PANEL) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s0 = x.fma(FloatVector.fromArray(SPECIES, values, b), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, values, b + LANES), s1);
    }
    store(s0, s1, relu, c, c0);
  }

  private static void store(FloatVector s0, FloatVector s1, boolean relu, float[] c, int at) {
    (relu ? s0.max(0f) : s0).intoArray(c, at);
    (relu ? s1.max(0f) : s1).intoArray(c, at + LANES);
  }
}
