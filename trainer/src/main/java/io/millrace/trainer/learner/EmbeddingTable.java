package io.millrace.trainer.learner;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows of floats outside any network: gathered rows go in, row gradients come out, and only touched
 * rows are updated (Adam with moments kept per row, "lazy" as in Kingma and Ba 2015 applied to
 * sparse gradients), so that a step costs the same for ten thousand rows and for ten million.
 *
 * <p>Confined to one thread; reading rows concurrently is safe between updates.
 */
public final class EmbeddingTable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final int rows;
  private final int dim;
  private final float[] values;
  private final float[] first;
  private final float[] second;
  private final int[] slotOfRow;
  private int[] touched = new int[1024];
  private float[] gradients;
  private int touchedCount;
  private int step;

  /**
   * A table of small random rows.
   *
   * @param rows row 0 is for what is out of the vocabulary
   * @param dim floats per row
   * @param seed same seed, same rows
   */
  public EmbeddingTable(int rows, int dim, long seed) {
    this(rows, dim, random(rows, dim, seed));
  }

  /** A table that starts from given values, which are copied. */
  public EmbeddingTable(int rows, int dim, float[] initial) {
    if (initial.length != rows * dim) {
      throw new IllegalArgumentException(
          "table: must hold %d x %d floats, holds %d".formatted(rows, dim, initial.length));
    }
    this.rows = rows;
    this.dim = dim;
    this.values = initial.clone();
    this.first = new float[initial.length];
    this.second = new float[initial.length];
    this.slotOfRow = new int[rows];
    this.gradients = new float[touched.length * dim];
    Arrays.fill(slotOfRow, -1);
  }

  private static float[] random(int rows, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * dim];
    double scale = 1 / Math.sqrt(dim);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }

  /** Rows, the one for the unknown included. */
  public int rows() {
    return rows;
  }

  /** The live values, row-major; not to be changed. */
  public float[] values() {
    return values;
  }

  /** Copies a row. */
  public void copyRow(int row, float[] out, int at) {
    System.arraycopy(values, row * dim, out, at, dim);
  }

  /** Adds {@code weight * row} to the output. */
  public void addRow(int row, float weight, float[] out, int at) {
    int base = row * dim;
    for (int i = 0; i < dim; i++) {
      out[at + i] += weight * values[base + i];
    }
  }

  /** Adds {@code weight * gradient} to what the row will be updated by. */
  public void accumulate(int row, float weight, float[] gradient, int at) {
    int base = slot(row) * dim;
    for (int i = 0; i < dim; i++) {
      gradients[base + i] += weight * gradient[at + i];
    }
  }

  private int slot(int row) {
    int slot = slotOfRow[row];
    if (slot >= 0) {
      return slot;
    }
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, touchedCount * 2);
      gradients = Arrays.copyOf(gradients, touchedCount * 2 * dim);
    }
    touched[touchedCount] = row;
    slotOfRow[row] = touchedCount;
    return touchedCount++;
  }

  /**
   * Applies and forgets the gradients gathered since the last call.
   *
   * @param rate learning rate
   */
  public void update(double rate) {
    step++;
    float corrected =
        (float) (rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step)));
    for (int slot = 0; slot < touchedCount; slot++) {
      updateRow(touched[slot] * dim, slot * dim, corrected);
      slotOfRow[touched[slot]] = -1;
    }
    Arrays.fill(gradients, 0, touchedCount * dim, 0);
    touchedCount = 0;
  }

  private void updateRow(int row, int gradient, float rate) {
    for (int i = 0; i < dim; i++) {
      float g = gradients[gradient + i];
      float m = BETA1 * first[row + i] + (1 - BETA1) * g;
      float v = BETA2 * second[row + i] + (1 - BETA2) * g * g;
      first[row + i] = m;
      second[row + i] = v;
      values[row + i] -= rate * m / ((float) Math.sqrt(v) + EPSILON);
    }
  }
}
