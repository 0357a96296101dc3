package io.millrace.trainer.kernels;

/**
 * A loop cut into blocks that may run at the same time in any order. What a block computes depends
 * on the block alone. Made once and filled with arguments before each run, so that running it
 * allocates nothing.
 */
interface Loop {
  /**
   * Runs one block.
   *
   * @param worker who runs it, from 0 to threads - 1, for scratch memory
   */
  void run(int block, int worker);
}
