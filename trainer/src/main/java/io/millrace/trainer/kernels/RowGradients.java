package io.millrace.trainer.kernels;

/**
 * Which rows of a table a step touched, and what each one's gradient is the sum of (compressed
 * sparse rows): row {@code touched[t]} gets, for e from {@code starts[t]} to {@code starts[t + 1]},
 * {@code weights[e]} times the floats at {@code sources[e]} of the gradients. The order of entries
 * is fixed, so that sums are the same for every number of threads.
 *
 * @param touched [count] distinct rows of the table
 * @param starts [count + 1]
 * @param sources [entries] offsets into the gradients, in floats
 * @param weights [entries]
 */
public record RowGradients(Ints touched, Ints starts, Ints sources, Floats weights) {}
