package io.millrace.model.recommendation;

import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.schemas.Item;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An item that sources may propose, with its place in each, and what has been found out of it. Of
 * one query, for one thread.
 */
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
  private boolean judged;
  private boolean eligible;
  private @Nullable Item item;
  private boolean chosen;
  private TransitionRow.@Nullable Entry @Nullable [] followed;

  Proposal(String itemId) {
    this.itemId = itemId;
  }

  String itemId() {
    return itemId;
  }

  /** Whether the item may be in the answer; the view and the filter are asked once. */
  boolean passes(FeatureView view, Eligibility accept) {
    if (!judged) {
      item = view.item(itemId);
      eligible = accept.test(itemId, item);
      judged = true;
    }
    return eligible;
  }

  /** Its catalogue entry, as it was when it was judged; null where it has none. */
  @Nullable Item item(FeatureView view) {
    return judged ? item : view.item(itemId);
  }

  /** Will be ranked. */
  void choose() {
    chosen = true;
  }

  /**
   * Follows one of the last items; remembered of those chosen.
   *
   * @param lag of that, from 0 for the newest
   * @param entry its own in the row of what follows that
   */
  void follows(int lag, TransitionRow.Entry entry) {
    if (!chosen) {
      return;
    }
    TransitionRow.Entry[] entries = followed;
    if (entries == null) {
      entries = new TransitionRow.Entry[PairContext.FOLLOWED];
      followed = entries;
    }
    entries[lag] = entry;
  }

  /** Its entries in the rows of the last items, as {@link PairContext#followed()}. */
  TransitionRow.@Nullable Entry @Nullable [] followed() {
    return followed;
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
