package io.millrace.trainer.kernels;

/** Part of the contract: tests on the kernels that the implementing class has opened. */
interface OnKernels {
  /** How often random shapes are drawn by a test. */
  int SHAPES = 24;

  /** The kernels, with means to fill them. */
  Bench bench();
}
