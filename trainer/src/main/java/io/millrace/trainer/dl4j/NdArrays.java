package io.millrace.trainer.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves floats between Java arrays and ND4J in single copies; element-wise access is slow there.
 */
final class NdArrays {
  private NdArrays() {}

  /** A row-major matrix. */
  static INDArray matrix(float[] values, int rows, int columns) {
    return Nd4j.create(values, new int[] {rows, columns}, 'c');
  }

  /**
   * The same memory read as its transpose, column-major: what BLAS takes without a copy.
   *
   * @param values [rows, columns] row-major
   * @return [columns, rows] column-major
   */
  static INDArray transposed(float[] values, int rows, int columns) {
    return Nd4j.create(values, new int[] {columns, rows}, 'f');
  }

  /** The floats in row-major order, in an array of their own. */
  static float[] rowMajor(INDArray array) {
    INDArray ordered = array.dup('c');
    float[] out = memory(ordered);
    close(ordered);
    return out;
  }

  /** The floats as they lie in memory; the array must have been created whole, not as a view. */
  static float[] memory(INDArray array) {
    float[] out = new float[Math.toIntExact(array.length())];
    array.data().asNioFloat().get(0, out);
    return out;
  }

  /**
   * Gives memory back at once. Left to the garbage collector, which sees small Java objects only,
   * it would pile up by gigabytes between collections.
   */
  static void close(@Nullable INDArray array) {
    if (array != null && !array.wasClosed() && array.closeable()) {
      array.close();
    }
  }

  /** Closes all of them. */
  static void closeAll(Iterable<INDArray> arrays) {
    arrays.forEach(NdArrays::close);
  }
}
