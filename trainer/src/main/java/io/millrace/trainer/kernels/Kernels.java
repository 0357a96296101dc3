package io.millrace.trainer.kernels;

import org.jspecify.annotations.Nullable;

/**
 * The operations that training is made of, on the memory of one device. Narrow on purpose: layers
 * are written once against it, and any implementation is put to the same contract suite.
 *
 * <p>Calls are carried out in the order they are made, possibly later: only {@link #download} waits
 * for what was asked before. Nothing else brings host and device together. Matrices are row-major;
 * {@code rows} is how many rows of each batch-shaped argument take part, 0 for none. Results may
 * not overlap other arguments unless it is said.
 *
 * <p>Not thread-safe: for one thread at a time. Same calls, same number of threads: same bits.
 */
public interface Kernels extends AutoCloseable {
  /** What computes, for people: device, threads, libraries. */
  String description();

  // ---- memory -------------------------------------------------------------------------------

  /** New memory, zeros. */
  Floats floats(long size);

  /** New memory, zeros. */
  Ints ints(long size);

  /** Gives memory back before the kernels are closed; it must not be used again. */
  void free(Floats memory);

  /** Gives memory back before the kernels are closed; it must not be used again. */
  void free(Ints memory);

  /** Copies from the host; the array may be changed after the call. */
  void upload(float[] from, int fromAt, Floats to, long toAt, int count);

  /** Copies from the host; the array may be changed after the call. */
  void upload(int[] from, int fromAt, Ints to, long toAt, int count);

  /** Copies {@code rows * columns} packed floats from the host into a matrix. */
  void uploadRows(float[] from, int fromAt, Matrix to, int rows);

  /** Copies to the host, when all that was asked before is done. */
  void download(Floats from, long fromAt, float[] to, int toAt, int count);

  /** Sets every float of the range. */
  void fill(Floats memory, long from, long to, float value);

  // ---- products -----------------------------------------------------------------------------

  /**
   * {@code c = alpha * op(a) op(b) + beta * c}, with op the transpose where asked. c is not read
   * where beta is 0.
   *
   * @param m rows of op(a) and c
   * @param n columns of op(b) and c
   * @param k columns of op(a) and rows of op(b)
   */
  void product(
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      float beta,
      Matrix c);

  // ---- dense layers -------------------------------------------------------------------------

  /** In place: {@code x = x + bias}, or {@code max(0, x + bias)}. Bias is [1, columns]. */
  void addBias(int rows, Matrix x, Matrix bias, boolean relu);

  /**
   * What bias and activation do to a gradient, in place: where the output y is not above 0 the
   * gradient becomes 0 (only with relu), and the sum of each column goes to {@code biasGradient}.
   *
   * @param y output of {@link #addBias}; read with relu only
   */
  void addBiasGradient(int rows, Matrix y, boolean relu, Matrix gradient, Matrix biasGradient);

  // ---- batch normalisation, ReLU and dropout in one --------------------------------------------

  /**
   * {@code y = dropout(relu(gamma * (x - mean) / sqrt(variance + epsilon) + beta))} with mean and
   * population variance of each column of the batch (Ioffe and Szegedy 2015); running values move
   * to them: {@code running = momentum * running + (1 - momentum) * batch}. Dropout (Srivastava et
   * al. 2014) keeps a value with chance {@code keep}, divided by it; what is dropped depends on
   * seed, row and column alone.
   *
   * @param keep above 0, up to 1
   */
  void batchNorm(
      int rows,
      Matrix x,
      BatchNormState state,
      float momentum,
      float epsilon,
      float keep,
      long seed,
      Matrix y);

  /**
   * The way back of {@link #batchNorm}.
   *
   * @param x as given there, unchanged
   * @param y as computed there: where it is 0 nothing flows back
   * @param gradient at y on entry, at x on return
   */
  void batchNormGradient(
      int rows,
      Matrix x,
      BatchNormState state,
      float keep,
      Matrix y,
      Matrix gradient,
      Matrix gammaGradient,
      Matrix betaGradient);

  /** Inference, in place: {@code x = relu(x * scale + shift)}, both [1, columns]. */
  void scaleShiftRelu(int rows, Matrix x, Matrix scale, Matrix shift);

  // ---- vectors ------------------------------------------------------------------------------

  /**
   * Each row divided by its length, which is at least 1e-12.
   *
   * @param lengths [1, rows] filled
   */
  void unitRows(int rows, Matrix x, Matrix unit, Matrix lengths);

  /** From the gradient at unit rows to that at the rows, in place: (g - u (u.g)) / length. */
  void unitRowsGradient(int rows, Matrix unit, Matrix lengths, Matrix gradient);

  // ---- cross layers (DCN-v2; Wang et al. 2021) ------------------------------------------------

  /**
   * {@code c = c + bias} in place, then {@code next = x0 (.) c + x}.
   *
   * @param c the product x W on entry
   */
  void cross(int rows, Matrix x0, Matrix x, Matrix c, Matrix bias, Matrix next);

  /**
   * The way back of {@link #cross}: {@code cGradient = gradient (.) x0}, {@code x0Gradient +=
   * gradient (.) c}, {@code biasGradient} = column sums of cGradient. The gradient at x is the
   * gradient at next, which stays as it is.
   *
   * @param x0Gradient null where nobody wants it
   */
  void crossGradient(
      int rows,
      Matrix x0,
      Matrix c,
      Matrix gradient,
      Matrix cGradient,
      @Nullable Matrix x0Gradient,
      Matrix biasGradient);

  // ---- recurrence (GRU; Cho et al. 2014)
  // -----------------------------------------------------------

  /**
   * Gated recurrent units, the reset gate after the product as cuDNN has it: {@code r = sigmoid(x_r
   * + u_r)}, {@code z = sigmoid(x_z + u_z)}, {@code n = tanh(x_n + r (.) u_n)}, {@code h' = n + z
   * (.) (h - n)} with {@code u = h weight}, h zeros at first. Sequences are packed: row {@code
   * starts[t] + s} is step t of sequence s, and no sequence is longer than one before it. A
   * sequence's last input is not taken in: there is no row after it.
   *
   * @param steps of the longest sequence
   * @param starts [steps + 1] first row of each step, and the end
   * @param gates [rows, 3 width] on entry the inputs' part {@code (x_r, x_z, x_n)}, on return (r,
   *     z, n); zeros in a sequence's last row
   * @param recurrent [rows, 3 width] filled with u; zeros in a sequence's last row
   * @param weight [width, 3 width]
   * @param state [rows, width] filled with the state before each row's input
   */
  void gru(int steps, Ints starts, Matrix gates, Matrix recurrent, Matrix weight, Matrix state);

  /**
   * The way back of {@link #gru}.
   *
   * @param gates as left there; on return the gradient at the inputs' part
   * @param recurrent as left there; on return the gradient at u
   * @param state as left there
   * @param stateGradient [rows, width] on entry the gradient at each state by its other uses, on
   *     return the whole
   */
  void gruGradient(
      int steps,
      Ints starts,
      Matrix gates,
      Matrix recurrent,
      Matrix weight,
      Matrix state,
      Matrix stateGradient);

  // ---- tables -------------------------------------------------------------------------------

  /** {@code out[i] = table[index[i]]}. */
  void gather(int rows, Matrix table, Ints index, Matrix out);

  /**
   * Weighted mean of each example's bag of rows: {@code sum weights[k] table[index[i, k]] / sum
   * weights[k]} over k where {@code index[i, k]} is not 0; zeros where there is none.
   *
   * @param index [rows, bag]
   * @param weights [1, bag] above 0
   */
  void pool(int rows, int bag, Matrix table, Ints index, Matrix weights, Matrix out);

  // ---- losses -------------------------------------------------------------------------------

  /**
   * Softmax cross-entropy of each user's positive against the pool, forward and back. Logits are
   * {@code exp(logScale) * users itemsT - logQ}; an example's negatives are, by strategy, the whole
   * pool, or some at random, or those of the highest cosines, or both, without what is masked. The
   * loss is the mean over rows.
   *
   * @param users [rows, dim] unit vectors
   * @param items [pool, dim] unit vectors
   * @param logScale one float, at {@code logScaleAt}
   * @param seed of the random negatives
   * @param userGradient [rows, dim] filled
   * @param itemGradient [pool, dim] filled
   * @param results at {@code resultsAt} the mean loss, then its gradient at logScale
   */
  void contrast(
      int rows,
      int pool,
      Matrix users,
      Matrix items,
      ContrastBatch batch,
      Floats logScale,
      long logScaleAt,
      long seed,
      Matrix userGradient,
      Matrix itemGradient,
      Floats results,
      long resultsAt);

  /**
   * Loss of two heads and its gradient: {@code ratingFactor * sum over rated (out0 - rating)^2 +
   * clickFactor * sum w_i bce(out1, click)}, with w the positive weight where click is above 0.5,
   * else 1; rows with a negative click have no click loss, rows with a negative rating none for the
   * rating.
   *
   * @param out [rows, 2] rating, click logit
   * @param rating [1, rows]
   * @param click [1, rows]
   * @param gradient [rows, 2] filled
   * @param results at {@code resultsAt} the sum of squares (without factor), then the weighted sum
   *     of cross-entropies (without factor)
   */
  void headLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float ratingFactor,
      float clickFactor,
      float positiveWeight,
      Matrix gradient,
      Floats results,
      long resultsAt);

  /**
   * Softmax cross-entropy of lists (ListNet with one relevant item; Cao et al. 2007), added to what
   * {@link #headLoss} left: a list is a row with a rating, not negative, and the rows after it up
   * to the next such. Where its first row is clicked the gradient of {@code -log softmax} of that
   * row's logit, times the factor, is added to the logits' column; other lists have no loss.
   *
   * @param out [rows, 2], the logits in the second column
   * @param rating [1, rows]
   * @param click [1, rows]
   * @param gradient [rows, 2]
   * @param results at {@code resultsAt} the sum of losses (without factor)
   */
  void listLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float factor,
      Matrix gradient,
      Floats results,
      long resultsAt);

  // ---- optimisation (Adam; Kingma and Ba 2015) -------------------------------------------------

  /**
   * {@code factor = min(1, limit / length)} of the gradient in the range, for {@link #adam}.
   *
   * @param factor one float, at {@code factorAt}, filled
   */
  void clip(Floats gradients, long from, long to, float limit, Floats factor, long factorAt);

  /**
   * One step of Adam on the range of a flat buffer: beta1 0.9, beta2 0.999, epsilon 1e-8, rate
   * corrected for the bias of step number {@code step}, from 1. No moment becomes subnormal: what
   * is far too small to move a weight may be rounded, to zero or to the least it is kept at.
   *
   * @param factor the gradient is multiplied by the float at {@code factorAt} first
   */
  void adam(
      Floats weights,
      Floats gradients,
      Floats first,
      Floats second,
      long from,
      long to,
      float rate,
      int step,
      Floats factor,
      long factorAt);

  /**
   * Adam on touched rows only, with moments kept per row and no decay of rows that are not touched
   * ("lazy"): a step costs the same for ten thousand rows and for ten million. Moments as in {@link
   * #adam}.
   *
   * @param first [rows, columns] as the table
   * @param second [rows, columns] as the table
   * @param touched how many rows
   * @param gradients what the sources point into; {@code columns} floats from each
   */
  void adamRows(
      Matrix table,
      Matrix first,
      Matrix second,
      int touched,
      RowGradients rows,
      Floats gradients,
      float rate,
      int step);

  /** In place: each float of the range is brought into least to greatest. */
  void clamp(Floats memory, long from, long to, float least, float greatest);

  /** Frees all memory. */
  @Override
  void close();
}
