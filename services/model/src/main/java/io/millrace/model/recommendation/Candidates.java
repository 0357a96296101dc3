package io.millrace.model.recommendation;

import io.millrace.model.encode.QueryState;
import io.millrace.model.retrieval.SourceKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one query, encoded: everything that ranking needs, so it can be kept, ranked on
 * another thread, or learned from. Not to be changed; then thread-safe.
 *
 * <p>The sources' union comes first, {@link #proposed()} of them; items that the caller asked for
 * besides follow. An item that no source proposed has {@link #sources} empty, which a learner must
 * not take for a sign: negatives always have a source.
 */
public final class Candidates {
  private final QueryState state;
  private final List<Candidate> items;
  private final int proposed;
  private final float @Nullable [] userVector;
  private final float[] pairs;
  private final int pairWidth;

  /**
   * One of them.
   *
   * @param itemId the item
   * @param sources who proposed it
   * @param vector its unit vector, or null
   * @param dot user vector times item vector, 0 where either is missing
   * @param prior score without a ranker: transitions and popularity, 0 to 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Candidate(
      String itemId, Set<SourceKind> sources, float @Nullable [] vector, float dot, float prior) {}

  Candidates(
      QueryState state,
      List<Candidate> items,
      int proposed,
      float @Nullable [] userVector,
      float[] pairs,
      int pairWidth) {
    this.state = state;
    this.items = items;
    this.proposed = proposed;
    this.userVector = userVector;
    this.pairs = pairs;
    this.pairWidth = pairWidth;
  }

  /** How many, those asked for besides included. */
  public int size() {
    return items.size();
  }

  /** How many of them a source proposed; these come first. */
  public int proposed() {
    return proposed;
  }

  /** The user's side. */
  public QueryState state() {
    return state;
  }

  /** Place of an item, or -1. */
  public int indexOf(String itemId) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).itemId().equals(itemId)) {
        return i;
      }
    }
    return -1;
  }

  public String itemId(int i) {
    return items.get(i).itemId();
  }

  /** Who proposed the candidate; empty for one asked for besides. */
  public Set<SourceKind> sources(int i) {
    return items.get(i).sources();
  }

  /** The user's unit vector; null without a model. Not to be changed. */
  public float @Nullable [] userVector() {
    return userVector;
  }

  /** The candidate's unit vector; null where it has none. Not to be changed. */
  public float @Nullable [] itemVector(int i) {
    return items.get(i).vector();
  }

  /** User vector times item vector; 0 where either is missing. */
  public float dot(int i) {
    return items.get(i).dot();
  }

  /** Score without a ranker: transitions and popularity, 0 to 1. */
  public float prior(int i) {
    return items.get(i).prior();
  }

  /** Numbers per pair; 0 without a model. */
  public int pairWidth() {
    return pairWidth;
  }

  /** Copies the pair numbers of a candidate. */
  public void copyPair(int i, float[] out, int at) {
    System.arraycopy(pairs, i * pairWidth, out, at, pairWidth);
  }

  /** Numbers per row of the ranker's input; 0 without a model. */
  public int inputWidth() {
    return userVector == null ? 0 : userVector.length + pairWidth;
  }

  /**
   * Writes the ranker's input x0 of a candidate: user vector (.) item vector, zeros where the item
   * has none, then the pair numbers.
   *
   * @param out takes {@link #inputWidth()} floats from {@code at}
   */
  public void copyInput(int i, float[] out, int at) {
    if (userVector == null) {
      return;
    }
    float[] vector = items.get(i).vector();
    for (int d = 0; d < userVector.length; d++) {
      out[at + d] = vector == null ? 0f : userVector[d] * vector[d];
    }
    copyPair(i, out, at + userVector.length);
  }
}
