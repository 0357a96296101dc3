package io.millrace.model.encode;

/**
 * Writes some numbers of a context. Pure.
 *
 * @param <C> what they are of
 */
@FunctionalInterface
interface Numbers<C> {
  /** Writes the numbers from {@code out[at]}, where zeros are. */
  void encode(C context, float[] out, int at);
}
