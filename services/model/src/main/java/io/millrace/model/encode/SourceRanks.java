package io.millrace.model.encode;

/**
 * A candidate's place in each source, from 1; 0 where the source did not propose it.
 *
 * @param index among the nearest to the user's vector
 * @param transitions among what follows the last items
 * @param popularity among the popular
 * @param fresh among the fresh
 */
public record SourceRanks(int index, int transitions, int popularity, int fresh) {
  /** Proposed by no source. */
  public static final SourceRanks NONE = new SourceRanks(0, 0, 0, 0);
}
