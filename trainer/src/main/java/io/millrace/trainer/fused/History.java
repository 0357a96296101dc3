package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.EventSequences;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the user tower's input that is learned from what the user did: {@code [rows, dim]}.
 * Confined to one thread.
 */
sealed interface History permits PooledHistory, SequenceHistory {
  /** Makes room for a batch. */
  void reserve(int rows);

  /**
   * Fills {@code count} rows, which stand at {@code from} in the arrays.
   *
   * @param recent [all, historyLength] rows of the item table; of a pooled history
   * @param events of a sequence's; all rows, so {@code from} is 0
   * @param rows [all] of the item table that stand for the events' own, 0 for an id that is to be
   *     unknown
   * @param out [count, dim] filled
   */
  void fill(
      int from, int count, int[] recent, @Nullable EventSequences events, int[] rows, Matrix out);

  /** Columns of a gradient that it needs room for beside that at its output. */
  int furtherWidth();

  /**
   * The way back from the last {@link #fill}.
   *
   * @param out as filled
   * @param gradient [count, dim] at out; changed
   * @param further [count, furtherWidth] filled
   */
  void backward(
      int count, @Nullable EventSequences events, Matrix out, Matrix gradient, Matrix further);

  /**
   * Adds what layers of its own computed in the last {@link #fill}, in order; none where it has no
   * weights.
   *
   * @param out as filled
   */
  void addActivations(Matrix out, List<Activation> activations);

  /** Most entries of the item table that {@link #enter} makes. */
  int entries(int count);

  /**
   * Enters the item rows that took part.
   *
   * @param at where the gradient at out begins
   * @param stride floats from one of its rows to the next
   * @param furtherAt where the further gradient begins
   */
  void enter(int count, int[] recent, int[] rows, int at, int stride, int furtherAt);
}
