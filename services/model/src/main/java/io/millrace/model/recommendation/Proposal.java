package io.millrace.model.recommendation;

import io.millrace.model.encode.SourceRanks;
import io.millrace.model.retrieval.SourceKind;
import java.util.Comparator;

/** An item that sources may propose, with its place in each. Of one query, for one thread. */
final class Proposal {
  /** As in the paper: the less of it, the more the first places of each source weigh. */
  private static final int FUSION_OFFSET = 60;

  /** By fused rank, ties by id. */
  static final Comparator<Proposal> BEST_FIRST = Proposal::compareBestFirst;

  private final String itemId;
  private double following;
  private double fused;
  private int index;
  private int transitions;
  private int popularity;
  private int fresh;

  Proposal(String itemId) {
    this.itemId = itemId;
  }

  String itemId() {
    return itemId;
  }

  /** Follows one more of the last items. */
  void follows(double weight) {
    following += weight;
  }

  /** Score as a follower of the last items, 0 to 1. */
  double following() {
    return following;
  }

  /**
   * Is proposed by a source, each source at most once, in the order of the sources.
   *
   * @param rank its place there, from 1
   */
  void propose(SourceKind source, int rank) {
    switch (source) {
      case INDEX -> index = rank;
      case TRANSITIONS -> transitions = rank;
      case POPULARITY -> popularity = rank;
      case FRESH -> fresh = rank;
    }
    fused += 1.0 / (FUSION_OFFSET + rank);
  }

  /**
   * Reciprocal rank fusion: the sum of 1 / (60 + rank) over the sources (Cormack, Clarke and
   * Buettcher 2009); 0 where none proposes it.
   */
  double fused() {
    return fused;
  }

  private static int compareBestFirst(Proposal a, Proposal b) {
    int byRank = Double.compare(b.fused, a.fused);
    return byRank != 0 ? byRank : a.itemId.compareTo(b.itemId);
  }

  /** Its places. */
  SourceRanks ranks() {
    return fused == 0 ? SourceRanks.NONE : new SourceRanks(index, transitions, popularity, fresh);
  }
}
