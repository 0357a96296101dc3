package io.millrace.model.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A W + b}, optionally with ReLU, for a packed W.
 *
 * <p>How it works: W lies in panels of two vectors' width ({@link PackedMatrix}), so the inner loop
 * reads it in order. Six rows of A are multiplied with one panel at a time where there are the
 * registers for their twelve sums (AVX-512), else four; the sums stay in registers over the whole
 * of k, which hides the latency of the fused multiply-add. A panel is multiplied with all rows
 * before the next, so that it stays in the first cache: of a block of rows and a panel, the panel
 * is what each six rows read the whole of. What is left of the rows goes one at a time, with four
 * panels at once for the same reason. Summation is in order of k for every element, so the result
 * of a row does not depend on the rows it is computed with.
 *
 * <p>Stateless, thread-safe.
 */
final class MatrixProduct {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Columns per panel. */
  static final int PANEL = 2 * LANES;

  /** Whether there are 32 vector registers, and not 16. */
  private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512;

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
    int sixes = MANY_REGISTERS ? rows / 6 * 6 : 0;
    int fours = sixes + (rows - sixes) / 4 * 4;
    for (int p = 0; p < w.panels; p++) {
      int row = 0;
      for (; row < sixes; row += 6) {
        sixRows(a, aAt + row * lda, lda, w, p, relu, c, cAt + row * ldc + p * PANEL, ldc);
      }
      for (; row < fours; row += 4) {
        fourRows(a, aAt + row * lda, lda, w, p, relu, c, cAt + row * ldc + p * PANEL, ldc);
      }
    }
    for (int row = fours; row < rows; row++) {
      int p = 0;
      for (; p + 4 <= w.panels; p += 4) {
        fourPanels(a, aAt + row * lda, w, p, relu, c, cAt + row * ldc + p * PANEL);
      }
      for (; p < w.panels; p++) {
        oneRow(a, aAt + row * lda, w, p, relu, c, cAt + row * ldc + p * PANEL);
      }
    }
  }

  // The hot loop where there are 32 registers: twelve accumulators. With eight rows the method is
  // so
  // large that the compiler makes objects of its vectors.
  private static void sixRows(
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
    int a4 = a3 + lda;
    int a5 = a4 + lda;
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
    FloatVector s40 = bias0;
    FloatVector s41 = bias1;
    FloatVector s50 = bias0;
    FloatVector s51 = bias1;
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
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
    }
    store(s00, s01, relu, c, c0);
    store(s10, s11, relu, c, c0 + ldc);
    store(s20, s21, relu, c, c0 + 2 * ldc);
    store(s30, s31, relu, c, c0 + 3 * ldc);
    store(s40, s41, relu, c, c0 + 4 * ldc);
    store(s50, s51, relu, c, c0 + 5 * ldc);
  }

  // The hot loop else: eight accumulators in registers, so they are written out by hand.
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

  private static void fourPanels(
      float[] a, int a0, PackedMatrix w, int panel, boolean relu, float[] c, int c0) {
    float[] bias = w.bias;
    int at = panel * PANEL;
    FloatVector s00 = FloatVector.fromArray(SPECIES, bias, at);
    FloatVector s01 = FloatVector.fromArray(SPECIES, bias, at + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, bias, at + PANEL);
    FloatVector s11 = FloatVector.fromArray(SPECIES, bias, at + PANEL + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, bias, at + 2 * PANEL);
    FloatVector s21 = FloatVector.fromArray(SPECIES, bias, at + 2 * PANEL + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, bias, at + 3 * PANEL);
    FloatVector s31 = FloatVector.fromArray(SPECIES, bias, at + 3 * PANEL + LANES);
    float[] values = w.values;
    int length = w.in * PANEL;
    int b0 = panel * length;
    int b1 = b0 + length;
    int b2 = b1 + length;
    int b3 = b2 + length;
    for (int k = 0, b = 0; k < w.in; k++, b += PANEL) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s00 = x.fma(FloatVector.fromArray(SPECIES, values, b0 + b), s00);
      s01 = x.fma(FloatVector.fromArray(SPECIES, values, b0 + b + LANES), s01);
      s10 = x.fma(FloatVector.fromArray(SPECIES, values, b1 + b), s10);
      s11 = x.fma(FloatVector.fromArray(SPECIES, values, b1 + b + LANES), s11);
      s20 = x.fma(FloatVector.fromArray(SPECIES, values, b2 + b), s20);
      s21 = x.fma(FloatVector.fromArray(SPECIES, values, b2 + b + LANES), s21);
      s30 = x.fma(FloatVector.fromArray(SPECIES, values, b3 + b), s30);
      s31 = x.fma(FloatVector.fromArray(SPECIES, values, b3 + b + LANES), s31);
    }
    store(s00, s01, relu, c, c0);
    store(s10, s11, relu, c, c0 + PANEL);
    store(s20, s21, relu, c, c0 + 2 * PANEL);
    store(s30, s31, relu, c, c0 + 3 * PANEL);
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
