package io.millrace.tests.benchmark.encoder;

/**
 * Foretells the item that a user rates next: an encoder, a vector out of its state, and a table of
 * items, which is input and output. Confined to one thread.
 */
public interface NextItemModel extends AutoCloseable {
  /**
   * One step of the optimiser, softmax over all items that were not rated before.
   *
   * @return mean loss over the examples
   */
  double step(Examples examples);

  /**
   * Users' vectors after the events at some places.
   *
   * @param at places, counted over all windows as they are padded
   * @return [at, dim]
   */
  float[] encode(PaddedWindows windows, int[] at);

  /** [items, dim] vectors; the higher the dot with a user's, the likelier. */
  float[] itemVectors();

  @Override
  void close();
}
