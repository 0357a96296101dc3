package io.millrace.model.recommendation;

import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.model.retrieval.NearestItems;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.model.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one query: what each source proposes, best first, and their union. All of it
 * passes the filter. For one thread.
 */
final class SourceUnion {
  /** Room for so many to begin with. */
  private static final int MANY_FOLLOWERS = 1000;

  private final RecommenderSettings settings;
  private final FeatureView view;
  private final Eligibility eligibility;
  private final Predicate<String> accept = this::accepts;
  private final Proposals proposals = new Proposals(MANY_FOLLOWERS);
  private final Followers followers;

  SourceUnion(
      RecommenderSettings settings,
      QueryState state,
      float @Nullable [] userVector,
      @Nullable ItemIndex index,
      FeatureView view,
      Eligibility eligibility) {
    this.settings = settings;
    this.view = view;
    this.eligibility = eligibility;
    int history = Math.max(settings.transitionHistory(), PairContext.FOLLOWED);
    this.followers = new Followers(state.recent(), history, proposals);
    followers.weigh(settings.transitionHistory(), settings.transitionDecay());
    int proposed = propose(SourceKind.INDEX, nearest(userVector, index));
    proposed += propose(SourceKind.TRANSITIONS, heaviest());
    propose(SourceKind.POPULARITY, popular(settings.candidates() - proposed));
    propose(SourceKind.FRESH, fresh(userVector, index));
  }

  /** The union, at most the settings' size, best first by {@link Proposal#fused}, ties by id. */
  List<Proposal> best() {
    Proposal[] best = proposals.bestFirst();
    return List.of(Arrays.copyOf(best, Math.min(best.length, settings.candidates())));
  }

  /**
   * Some proposals and others, each once, told where they follow.
   *
   * @param besides items, appended in this order
   */
  List<Proposal> with(List<Proposal> some, Collection<String> besides) {
    List<Proposal> all = besides.isEmpty() ? some : joined(some, besides);
    followers.tell(all);
    return all;
  }

  private List<Proposal> joined(List<Proposal> some, Collection<String> besides) {
    SequencedSet<Proposal> all = new LinkedHashSet<>(some);
    besides.forEach(id -> all.add(proposals.of(id)));
    return List.copyOf(all);
  }

  /** Keeps what it finds out of items that pass; of a whole catalogue few may. */
  private boolean accepts(String itemId) {
    Proposal known = proposals.find(itemId);
    if (known != null) {
      return known.passes(view, eligibility);
    }
    Proposal first = new Proposal(itemId);
    boolean passes = first.passes(view, eligibility);
    if (passes) {
      proposals.add(first);
    }
    return passes;
  }

  private int propose(SourceKind source, List<String> bestFirst) {
    for (int i = 0; i < bestFirst.size(); i++) {
      proposals.of(bestFirst.get(i)).propose(source, i + 1);
    }
    return bestFirst.size();
  }

  private List<String> nearest(float @Nullable [] userVector, @Nullable ItemIndex index) {
    if (userVector == null || index == null) {
      return List.of();
    }
    ItemMask mask = eligibility.mask();
    int k = settings.indexCandidates();
    return ids(
        mask == null
            ? index.search(userVector, k, accept)
            : index.search(userVector, k, mask, accept));
  }

  private static List<String> ids(List<ScoredItem> found) {
    List<String> ids = new ArrayList<>(found.size());
    found.forEach(scored -> ids.add(scored.itemId()));
    return ids;
  }

  private List<String> heaviest() {
    NearestItems heaviest = new NearestItems(settings.transitionCandidates());
    proposals.forEach(
        proposal -> {
          double weight = proposal.following();
          if (weight > 0 && heaviest.mayTake(weight) && proposal.passes(view, eligibility)) {
            heaviest.offer(proposal.itemId(), weight);
          }
        });
    return ids(heaviest.bestFirst());
  }

  /** Fills up to the settings' size, so that users without other sources have enough to rank. */
  private List<String> popular(int rest) {
    int wanted = Math.max(settings.popularityCandidates(), rest);
    return PopularItems.first(view, wanted, accept, eligibility.only());
  }

  /** Nearest to the user's vector first; without one, or of items without one, newest first. */
  private List<String> fresh(float @Nullable [] userVector, @Nullable ItemIndex index) {
    if (settings.freshCandidates() == 0) {
      return List.of();
    }
    List<String> newest = view.fresh(RecommenderSettings.MOST_FRESH);
    Stream<String> ordered =
        userVector == null || index == null
            ? newest.stream()
            : Stream.concat(
                nearest(newest, userVector, index),
                newest.stream().filter(id -> index.vector(id) == null));
    return ordered.filter(accept).limit(settings.freshCandidates()).toList();
  }

  /** Of those with a vector, as many as are wanted. */
  private Stream<String> nearest(List<String> ids, float[] userVector, ItemIndex index) {
    NearestItems nearest = new NearestItems(settings.freshCandidates());
    for (String id : ids) {
      float[] vector = index.vector(id);
      double score = vector == null ? -2 : Vectors.dot(userVector, vector);
      if (vector != null && nearest.mayTake(score) && accept.test(id)) {
        nearest.offer(id, score);
      }
    }
    return nearest.bestFirst().stream().map(ScoredItem::itemId);
  }
}
