package io.millrace.model.explanation;

/**
 * How a source proposed an item.
 *
 * @param rank its place there, from 1
 * @param score what it was put there by: index and fresh user vector times item vector, -1 to 1;
 *     transitions the decayed mean of the root of the probability of following; popularity the
 *     decayed count of a month
 */
public record SourceScore(int rank, double score) {}
