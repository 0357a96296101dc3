package io.millrace.model.recommendation;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.PairEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.explanation.Evidence.Following;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.model.vector.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one query with all that ranking needs, as it was when they were gathered: so
 * they can be kept, ranked on another thread, or learned from. A candidate is encoded when its
 * numbers are asked for, so that a learner pays only for those it takes. Immutable; thread-safe.
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
  private final @Nullable FeatureEncoder encoder;
  private final @Nullable PairEncoder pairs;

  /**
   * One of them.
   *
   * @param pair what the pair groups read
   * @param prior score without a ranker: transitions and popularity, 0 to 1
   * @param following score as a follower, 0 to 1
   */
  record Candidate(PairContext pair, float prior, double following) {}

  /**
   * Candidates.
   *
   * @param encoder null without a model
   */
  Candidates(
      QueryState state,
      List<Candidate> items,
      int proposed,
      float @Nullable [] userVector,
      @Nullable FeatureEncoder encoder) {
    this.state = state;
    this.items = items;
    this.proposed = proposed;
    this.userVector = userVector;
    this.encoder = encoder;
    this.pairs = encoder == null ? null : encoder.pairs(state);
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
      if (items.get(i).pair().itemId().equals(itemId)) {
        return i;
      }
    }
    return -1;
  }

  public String itemId(int i) {
    return items.get(i).pair().itemId();
  }

  /** Who proposed the candidate; empty for one asked for besides. */
  public Set<SourceKind> sources(int i) {
    return SourceSets.of(items.get(i).pair().ranks());
  }

  /** The candidate's place in a source, from 1; 0 where that did not propose it. */
  public int rank(int i, SourceKind source) {
    SourceRanks ranks = items.get(i).pair().ranks();
    return switch (source) {
      case INDEX -> ranks.index();
      case TRANSITIONS -> ranks.transitions();
      case POPULARITY -> ranks.popularity();
      case FRESH -> ranks.fresh();
    };
  }

  /** The user's unit vector; null without a model. Not to be changed. */
  public float @Nullable [] userVector() {
    return userVector;
  }

  /** The candidate's unit vector; null where it has none. Not to be changed. */
  public float @Nullable [] itemVector(int i) {
    return items.get(i).pair().vector();
  }

  /** User vector times item vector; 0 where either is missing. */
  public float dot(int i) {
    return items.get(i).pair().dot();
  }

  /** Score without a ranker: transitions and popularity, 0 to 1. */
  public float prior(int i) {
    return items.get(i).prior();
  }

  /** What the user would rate the candidate; null without rating factors. */
  public @Nullable RatingForecast liking(int i) {
    return items.get(i).pair().liking();
  }

  /**
   * What the candidate goes by.
   *
   * @param popular whether it is among the most popular of all
   * @param fresh whether it is shown for being new
   */
  Evidence evidence(int i, RecommenderSettings settings, boolean popular, boolean fresh) {
    Candidate candidate = items.get(i);
    Following following =
        new Following(
            candidate.following(), settings.transitionHistory(), settings.transitionDecay());
    return new Evidence(candidate.pair(), following, popular, fresh, encoder);
  }

  /** Numbers per pair; 0 without a model. */
  public int pairWidth() {
    return encoder == null ? 0 : encoder.pairWidth();
  }

  /**
   * Encodes the pair numbers of a candidate; writes nothing without a model.
   *
   * @param out takes {@link #pairWidth()} floats from {@code at}
   */
  public void encodePair(int i, float[] out, int at) {
    if (pairs != null) {
      pairs.encode(items.get(i).pair(), out, at);
    }
  }

  /** Numbers per row of the ranker's input; 0 without a model. */
  public int inputWidth() {
    return userVector == null ? 0 : userVector.length + pairWidth();
  }

  /**
   * Encodes the ranker's input x0 of a candidate: user vector (.) item vector, zeros where the item
   * has none, then the pair numbers.
   *
   * @param out takes {@link #inputWidth()} floats from {@code at}
   */
  public void encodeInput(int i, float[] out, int at) {
    if (userVector == null) {
      return;
    }
    float[] vector = items.get(i).pair().vector();
    if (vector == null) {
      Arrays.fill(out, at, at + userVector.length, 0f);
    } else {
      Vectors.multiply(userVector, vector, out, at);
    }
    encodePair(i, out, at + userVector.length);
  }
}
