package io.millrace.trainer.sampling;

import io.millrace.trainer.learner.RetrievalBatch;
import java.util.Arrays;

/**
 * The arrays of a batch, kept from step to step: made anew only where a step has another size, as
 * the last of an epoch has. Confined to one thread.
 */
final class RetrievalBuffers {
  private static final int RATED_PER_EXAMPLE = 64;

  private final int width;
  private final int historyLength;
  private int[] events = new int[0];
  private int[] draws = new int[0];
  private int[] rows = new int[0];
  private float[] logQ = new float[0];
  private int[] userRow = new int[0];
  private int[] positive = new int[0];
  private float[] dense = new float[0];
  private int[] history = new int[0];
  private int[] ratedStart = new int[1];
  private int[] rated = new int[0];
  private int ratedEnd;

  /**
   * Of no size yet.
   *
   * @param width floats of a user's features
   * @param historyLength items of a history
   */
  RetrievalBuffers(int width, int historyLength) {
    this.width = width;
    this.historyLength = historyLength;
  }

  /** [n] for a step's examples. */
  int[] events(int n) {
    events = events.length == n ? events : new int[n];
    return events;
  }

  /** [at least n] for a pool while it is drawn. */
  int[] draws(int n) {
    draws = draws.length >= n ? draws : new int[n];
    return draws;
  }

  /** Sets the size of the pool. */
  void pool(int size) {
    if (rows.length != size) {
      rows = new int[size];
      logQ = new float[size];
    }
  }

  /** Sets the number of examples, and forgets what they had rated. */
  void size(int n) {
    ratedEnd = 0;
    if (userRow.length != n) {
      userRow = new int[n];
      positive = new int[n];
      dense = new float[n * width];
      history = new int[n * historyLength];
      ratedStart = new int[n + 1];
      rated = rated.length < n ? new int[n * RATED_PER_EXAMPLE] : rated;
    }
  }

  /** Adds one that the present example is not contrasted with. */
  void addRated(int p) {
    if (ratedEnd == rated.length) {
      rated = Arrays.copyOf(rated, ratedEnd + Math.max(1, ratedEnd / 2));
    }
    rated[ratedEnd++] = p;
  }

  /** The example has no more. */
  void endRated(int example) {
    ratedStart[example + 1] = ratedEnd;
  }

  /** [pool] */
  int[] rows() {
    return rows;
  }

  /** [pool] */
  float[] logQ() {
    return logQ;
  }

  /** [size] */
  int[] userRow() {
    return userRow;
  }

  /** [size] */
  int[] positive() {
    return positive;
  }

  /** [size, width] */
  float[] dense() {
    return dense;
  }

  /** [size, historyLength] */
  int[] history() {
    return history;
  }

  /** A view of all of them. */
  RetrievalBatch batch(long seed) {
    return new RetrievalBatch(
        userRow.length,
        userRow,
        dense,
        history,
        null,
        positive,
        rows,
        logQ,
        ratedStart,
        rated,
        seed);
  }
}
