package io.millrace.model.recommendation;

import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.filter.Filter;
import io.millrace.model.ranking.Calibration;
import io.millrace.model.reranking.Placement;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.model.retrieval.ScoreOrder;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The whole query: sources, union, ranking. The service, the trainer's gate and the evaluator call
 * this very class.
 *
 * <p>Thread-safe if the view is. {@link #candidates} is all that reads the view; {@link #rank} is
 * pure and may run on any thread.
 */
public final class Recommender {
  /** Fewest recent items read: the ranker's session features look at so many. */
  private static final int LEAST_HISTORY = 10;

  /** So many of all items are called popular. */
  private static final int MOST_POPULAR = 50;

  private final Generation generation;
  private final FeatureView view;
  private final RecommenderSettings settings;
  private final QueryStates states;
  private final FilterMasks masks;
  private final @Nullable UserTastes tastes;
  private final KnownItems knownItems;
  private final ThreadLocal<Proposals> proposals;

  public Recommender(Generation generation, FeatureView view, RecommenderSettings settings) {
    this.generation = generation;
    this.view = view;
    this.settings = settings;
    Generation.Model model = generation.model();
    int wanted = Math.max(LEAST_HISTORY, settings.transitionHistory());
    int pooled = model == null ? 0 : model.userTower().historyLength();
    this.states =
        new QueryStates(
            view, model == null ? null : model.index(), Math.max(wanted, pooled), wanted);
    this.masks = new FilterMasks(model == null ? null : model.index(), view);
    this.tastes =
        model == null || model.ratings() == null
            ? null
            : new UserTastes(view, new FactorRows(model.ratings(), view.ordinals()));
    this.knownItems = new KnownItems(view);
    this.proposals = ThreadLocal.withInitial(() -> new Proposals(view));
  }

  private Recommender(Recommender other, Variation variation) {
    this.generation = other.generation.varied(variation);
    this.view = other.view;
    this.settings = variation.sources().over(other.settings);
    this.states = other.states;
    this.masks = other.masks;
    this.tastes = other.tastes;
    this.knownItems = other.knownItems;
    this.proposals = other.proposals;
  }

  /**
   * This recommender as the variation has it, over the same index and the same masks of filters.
   * Cheap: to be made for a query.
   */
  public Recommender varied(Variation variation) {
    return new Recommender(this, variation);
  }

  /** The generation that answers. */
  public Generation generation() {
    return generation;
  }

  /**
   * Answers a query.
   *
   * @return as many items as asked for, best first, or all there are
   */
  public List<Recommendation> recommend(RecommendationQuery query) {
    Eligibility eligibility = eligibility(query);
    if (query.steering().reranks()) {
      return new SteeredList(this, view, query, eligibility).make();
    }
    Candidates candidates = candidates(query, eligibility, List.of());
    List<Recommendation> ranked = rank(candidates, query.count());
    List<Recommendation> list =
        ranked.size() == query.count() ? ranked : filled(query, eligibility, ranked);
    return explained(list, candidates);
  }

  /** With what each goes by, where that is known. */
  List<Recommendation> explained(List<Recommendation> list, Candidates candidates) {
    List<String> popular = view.popular(MOST_POPULAR);
    List<Recommendation> explained = new ArrayList<>(list.size());
    for (Recommendation shown : list) {
      explained.add(shown.with(evidence(shown, candidates, popular)));
    }
    return explained;
  }

  private @Nullable Evidence evidence(
      Recommendation shown, Candidates candidates, List<String> popular) {
    int i = candidates.indexOf(shown.itemId());
    return i < 0
        ? null
        : candidates.evidence(
            i,
            settings,
            popular.contains(shown.itemId()) && view.itemFeatures(shown.itemId()) != null,
            shown.placement() == Placement.EXPLORED);
  }

  /** Reads the user's side of a query. */
  public QueryState state(RecommendationQuery query) {
    return states.of(query);
  }

  /** Gathers the candidates of a query. */
  public Candidates candidates(RecommendationQuery query) {
    return candidates(query, List.of());
  }

  /**
   * Gathers the candidates of a query.
   *
   * @param besides items to read as well, whether or not a source proposes them or a filter lets
   *     them pass; appended in this order where they are not among the proposed
   */
  public Candidates candidates(RecommendationQuery query, Collection<String> besides) {
    return candidates(query, eligibility(query), besides);
  }

  /** The same, of the items that may be in the answer. */
  Candidates candidates(
      RecommendationQuery query, Eligibility eligibility, Collection<String> besides) {
    QueryState state = states.of(query);
    Generation.Model model = generation.model();
    float[] userVector = model == null ? null : model.userTower().embed(state);
    ItemIndex index = model == null ? null : model.index();
    Proposals scratch = proposals.get();
    scratch.clear();
    SourceUnion union =
        new SourceUnion(settings, state, userVector, index, view, eligibility, scratch);
    int[] proposed = union.best();
    int[] all = union.with(proposed, besides);
    UserTastes.Forecasts forecasts = tastes == null ? null : tastes.of(query, state.demographics());
    return new CandidateReader(knownItems, model, state, userVector, forecasts)
        .read(scratch, all, proposed.length, union.followed(all));
  }

  private Eligibility eligibility(RecommendationQuery query) {
    Filter filter = query.steering().filter();
    Generation.Model model = generation.model();
    if (query.seen() == SeenPolicy.ONLY) {
      ItemMask seen = model == null ? null : model.index().mask(Eligibility.seen(view, query));
      return new Eligibility(view, query, null, seen);
    }
    if (filter == null) {
      return new Eligibility(view, query);
    }
    FilterMask mask = masks.of(filter);
    return new Eligibility(view, query, mask.catalogue(), mask.index());
  }

  /** To be told that an item is new in the catalogue, has changed there or is gone. */
  public void catalogued(String itemId) {
    masks.changed(itemId);
  }

  /**
   * Ranks the proposed candidates. Pure.
   *
   * @param n at most so many are wanted
   * @return best first, ties in their order
   */
  public List<Recommendation> rank(Candidates candidates, int n) {
    float[] scores = scores(candidates);
    double[] likely = probabilities(candidates, scores);
    int[] order = ScoreOrder.bestFirst(scores, candidates.proposed());
    List<Recommendation> ranked = new ArrayList<>(Math.min(n, order.length));
    for (int i = 0; i < Math.min(n, order.length); i++) {
      int best = order[i];
      ranked.add(
          new Recommendation(
              candidates.itemId(best),
              scores[best],
              likely == null ? null : likely[best],
              candidates.sources(best)));
    }
    return ranked;
  }

  /** The score of each candidate, 0 to 1: the ranker's, or without one the prior. Pure. */
  public float[] scores(Candidates candidates) {
    Generation.Model model = generation.model();
    if (model == null || model.ranker() == null) {
      return priors(candidates);
    }
    return model.ranker().score(candidates.size(), candidates::encodeInput);
  }

  /**
   * What the user would rate a candidate: what the rating factors forecast, or without them what
   * the ranker's rating head says, which learns from far fewer ratings.
   *
   * @return stars, not held to their range; NaN without either
   */
  public double stars(Candidates candidates, int i) {
    RatingForecast liking = candidates.liking(i);
    Generation.Model model = generation.model();
    if (liking != null) {
      return liking.stars();
    }
    if (model == null || model.ranker() == null) {
      return Double.NaN;
    }
    return 5
        * model.ranker().heads(1, (row, x0, at) -> candidates.encodeInput(i, x0, at))[0].rating();
  }

  /**
   * How likely each proposed candidate is what the user rates next.
   *
   * @param scores of the candidates
   * @return [proposed]; null where the generation was published without a calibration
   */
  public double @Nullable [] probabilities(Candidates candidates, float[] scores) {
    Generation.Model model = generation.model();
    Calibration calibration =
        model == null || model.ranker() == null ? null : model.ranker().calibration();
    return calibration == null ? null : calibration.probabilities(scores, candidates.proposed());
  }

  private static float[] priors(Candidates candidates) {
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = candidates.prior(i);
    }
    return scores;
  }

  /** Appends the most popular of the rest, scored below the ranked. */
  private List<Recommendation> filled(
      RecommendationQuery query, Eligibility accept, List<Recommendation> ranked) {
    Set<String> taken = new HashSet<>();
    ranked.forEach(r -> taken.add(r.itemId()));
    int wanted = query.count() - ranked.size();
    List<Recommendation> answer = new ArrayList<>(ranked);
    double floor = ranked.isEmpty() ? 1 : ranked.getLast().score();
    Predicate<String> more = id -> !taken.contains(id) && accept.test(id);
    for (String id : PopularItems.first(view, wanted, more, accept.only())) {
      int place = answer.size() - ranked.size() + 1;
      double score = floor * wanted / (wanted + place);
      answer.add(new Recommendation(id, score, Set.of(SourceKind.POPULARITY)));
    }
    return answer;
  }

  /**
   * Available items like an item, nearest first: by vector (dot product, -1 to 1); where the item
   * has no vector, by what follows it (probability).
   *
   * @param n at most so many
   */
  public List<ScoredItem> similar(String itemId, int n) {
    Predicate<String> accept = id -> !id.equals(itemId) && Eligibility.isAvailable(view, id);
    Generation.Model model = generation.model();
    float[] vector = model == null ? null : model.index().vector(itemId);
    if (model != null && vector != null) {
      return model.index().search(vector, n, accept);
    }
    return followers(itemId, n, accept);
  }

  private List<ScoredItem> followers(String itemId, int n, Predicate<String> accept) {
    List<ScoredItem> similar = new ArrayList<>();
    for (TransitionRow.Entry entry : view.successors(itemId).entries()) {
      if (similar.size() < n && accept.test(entry.itemId())) {
        similar.add(new ScoredItem(entry.itemId(), entry.probability()));
      }
    }
    Set<String> taken = new HashSet<>();
    similar.forEach(s -> taken.add(s.itemId()));
    PopularItems.first(view, n - similar.size(), id -> !taken.contains(id) && accept.test(id))
        .forEach(id -> similar.add(new ScoredItem(id, 0)));
    return similar;
  }

  /** The item's unit vector, not to be changed; null where it has none. */
  float @Nullable [] vector(String itemId) {
    Generation.Model model = generation.model();
    return model == null ? null : model.index().vector(itemId);
  }

  /** The user's unit vector; null without a model. */
  public float @Nullable [] userVector(RecommendationQuery query) {
    Generation.Model model = generation.model();
    return model == null ? null : model.userTower().embed(states.of(query));
  }
}
