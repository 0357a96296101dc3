package io.millrace.trainer.sampling;

/**
 * How the rows of an epoch are cut into steps of one size, the last of the rest. A rest of one row
 * goes with the step before it: batch normalisation (Ioffe and Szegedy 2015) of one row has no
 * variance, and would pull the running one to zero. An epoch that has one row in all is one step.
 *
 * @param rows of the epoch, at least 0
 * @param size rows of a step, at least 1; of steps of one row each none is joined
 */
public record Steps(int rows, int size) {
  /** Steps of the epoch. */
  public int count() {
    int count = (rows + size - 1) / size;
    boolean lone = size > 1 && rows > 1 && rows % size == 1;
    return lone ? count - 1 : count;
  }

  /** First row of a step, from 0. */
  public int from(int step) {
    return step * size;
  }

  /** Row after a step's last. */
  public int to(int step) {
    return step == count() - 1 ? rows : (step + 1) * size;
  }
}
