package io.millrace.model.recommendation;

import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.model.retrieval.NearestItems;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.model.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one query: what each source proposes, best first, and their union, as rows of
 * {@link Proposals}. All of it passes the filter. For one thread.
 */
final class SourceUnion {
  private final RecommenderSettings settings;
  private final FeatureView view;
  private final Eligibility eligibility;
  private final Predicate<String> accept = this::accepts;
  private final Proposals proposals;
  private final Followers followers;

  /**
   * Asks the sources.
   *
   * @param proposals without any; takes what they propose
   */
  SourceUnion(
      RecommenderSettings settings,
      QueryState state,
      float @Nullable [] userVector,
      @Nullable ItemIndex index,
      FeatureView view,
      Eligibility eligibility,
      Proposals proposals) {
    this.settings = settings;
    this.view = view;
    this.eligibility = eligibility;
    this.proposals = proposals;
    int history = Math.max(settings.transitionHistory(), PairContext.FOLLOWED);
    this.followers = new Followers(state.recent(), history, proposals);
    followers.weigh(settings.transitionHistory(), settings.transitionDecay());
    int proposed = propose(SourceKind.INDEX, nearest(userVector, index));
    proposed += proposeHeaviest();
    propose(SourceKind.POPULARITY, popular(settings.candidates() - proposed));
    propose(SourceKind.FRESH, fresh(userVector, index));
  }

  /** The union, at most the settings' size, best first by {@link Proposals#fused}, ties by id. */
  int[] best() {
    int[] best = proposals.bestFirst();
    return best.length <= settings.candidates() ? best : Arrays.copyOf(best, settings.candidates());
  }

  /**
   * Some rows and those of others, each once.
   *
   * @param besides items, appended in this order
   */
  int[] with(int[] some, Collection<String> besides) {
    return besides.isEmpty()
        ? some
        : IntStream.concat(IntStream.of(some), besides.stream().mapToInt(this::row))
            .distinct()
            .toArray();
  }

  private int row(String itemId) {
    return proposals.row(view.ordinals().of(itemId));
  }

  /** Where the items of some rows follow the user's last items. */
  TransitionRow.@Nullable Entry[][] followed(int[] chosen) {
    return followers.followed(chosen);
  }

  private boolean accepts(String itemId) {
    return proposals.admits(view.ordinals().of(itemId), eligibility);
  }

  private int propose(SourceKind source, List<String> bestFirst) {
    for (int i = 0; i < bestFirst.size(); i++) {
      proposals.propose(row(bestFirst.get(i)), source, i + 1);
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
    for (ScoredItem item : found) {
      ids.add(item.itemId());
    }
    return ids;
  }

  /** Proposes what follows the last items; returns how many. */
  private int proposeHeaviest() {
    int proposed = 0;
    for (int row : proposals.heaviestFirst()) {
      if (proposed == settings.transitionCandidates()) {
        break;
      }
      if (proposals.passes(row, eligibility)) {
        proposals.propose(row, SourceKind.TRANSITIONS, ++proposed);
      }
    }
    return proposed;
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
    List<String> ordered =
        userVector == null || index == null ? newest : nearest(newest, userVector, index);
    List<String> fresh = new ArrayList<>(settings.freshCandidates());
    for (int i = 0; i < ordered.size() && fresh.size() < settings.freshCandidates(); i++) {
      if (accepts(ordered.get(i))) {
        fresh.add(ordered.get(i));
      }
    }
    return fresh;
  }

  /** Of those with a vector the nearest, as many as are wanted; then those without one. */
  private List<String> nearest(List<String> ids, float[] userVector, ItemIndex index) {
    NearestItems nearest = new NearestItems(settings.freshCandidates());
    List<String> others = new ArrayList<>();
    for (String id : ids) {
      float[] vector = index.vector(id);
      if (vector == null) {
        others.add(id);
      } else {
        double score = Vectors.dot(userVector, vector);
        if (nearest.mayTake(score) && accepts(id)) {
          nearest.offer(id, score);
        }
      }
    }
    List<String> ordered = ids(nearest.bestFirst());
    ordered.addAll(others);
    return ordered;
  }
}
