package io.millrace.trainer.kernels;

/** Matrix products by one thread, on addresses; may be called by several threads at once. */
sealed interface Blas permits OpenBlas, VectorBlas {
  /** For people. */
  String description();

  /**
   * {@code c = alpha * op(a) op(b) + beta * c}; row-major, leading dimensions in floats. c is not
   * read where beta is 0. m and n are at least 1; k may be 0.
   *
   * @param worker who calls, for scratch memory
   */
  void product(
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
      int leadingC);
}
