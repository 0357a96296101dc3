package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.reranking.Boost;
import io.millrace.model.reranking.Contender;
import io.millrace.model.reranking.Exploration;
import io.millrace.model.reranking.Pins;
import io.millrace.model.reranking.Placed;
import io.millrace.model.reranking.Slate;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One query's list as its caller steers it: scores boosted, pins, items to be tried, caps and
 * diversity brought in. One thread.
 */
final class SteeredList {
  /** Looks for popular items to fill up with; each takes those that the caps still admit. */
  private static final int MOST_LOOKS = 10;

  /** Items to be tried beyond the places for them, for the case that caps refuse some. */
  private static final int SPARE = 20;

  private static final Comparator<Contender> HIGHEST_FIRST =
      Comparator.comparingDouble(Contender::score).reversed();

  private final Recommender recommender;
  private final FeatureView view;
  private final RecommendationQuery query;
  private final Steering steering;
  private final Eligibility eligibility;
  private final Map<String, Contender> contenders = new HashMap<>();
  private final Map<String, Set<SourceKind>> sources = new HashMap<>();
  private final Map<String, Double> probabilities = new HashMap<>();

  SteeredList(
      Recommender recommender,
      FeatureView view,
      RecommendationQuery query,
      Eligibility eligibility) {
    this.recommender = recommender;
    this.view = view;
    this.query = query;
    this.steering = query.steering();
    this.eligibility = eligibility;
  }

  List<Recommendation> make() {
    Map<Integer, String> pins =
        Pins.places(steering.pins(), id -> Eligibility.isAvailable(view, id));
    List<String> explored = explored(pins.values());
    List<String> besides = new ArrayList<>(pins.values());
    besides.addAll(explored);
    Candidates candidates = recommender.candidates(query, eligibility, besides);
    List<Contender> ranked = ranked(candidates);
    Slate slate = new Slate(query.count(), steering.rules(), known(pins), known(explored), ranked);
    slate.fill();
    fillUp(slate, ranked);
    List<Recommendation> list = slate.finish().stream().map(this::recommendation).toList();
    return recommender.explained(list, candidates);
  }

  /** Fresh items in the order of their draws. */
  private List<String> explored(Iterable<String> pinned) {
    if (steering.exploration() == 0) {
      return List.of();
    }
    Set<String> elsewhere = new HashSet<>();
    pinned.forEach(elsewhere::add);
    Exploration exploration = steering.rules().exploration();
    Map<String, Double> draws = new HashMap<>();
    for (String id : view.fresh(RecommenderSettings.MOST_FRESH)) {
      if (!elsewhere.contains(id) && eligibility.test(id)) {
        draws.put(id, exploration.draw(id, view.itemFeatures(id)));
      }
    }
    return draws.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit((long) Math.ceil(query.count() * steering.exploration()) + SPARE)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Scores all candidates and gives back the proposed ones, best first. */
  private List<Contender> ranked(Candidates candidates) {
    float[] scores = recommender.scores(candidates);
    double[] likely = recommender.probabilities(candidates, scores);
    List<Contender> ranked = new ArrayList<>(candidates.proposed());
    for (int i = 0; i < candidates.size(); i++) {
      Item item = view.item(candidates.itemId(i));
      if (item == null) {
        continue; // deleted since
      }
      double score = boosted(scores[i], item);
      Contender contender = new Contender(item, score, candidates.itemVector(i));
      contenders.put(candidates.itemId(i), contender);
      sources.put(candidates.itemId(i), candidates.sources(i));
      if (i < candidates.proposed()) {
        if (likely != null) {
          probabilities.put(candidates.itemId(i), likely[i]);
        }
        ranked.add(contender);
      }
    }
    ranked.sort(HIGHEST_FIRST);
    return ranked;
  }

  private double boosted(double score, Item item) {
    double boosted = score;
    for (Boost boost : steering.boosts()) {
      if (boost.filter().matches(item)) {
        boosted = boosted * boost.factor() + boost.addend();
      }
    }
    return boosted;
  }

  private Map<Integer, Contender> known(Map<Integer, String> pins) {
    Map<Integer, Contender> known = new TreeMap<>();
    pins.forEach(
        (place, id) -> {
          Contender contender = contenders.get(id);
          if (contender != null) {
            known.put(place, contender);
          }
        });
    return known;
  }

  private List<Contender> known(List<String> ids) {
    List<Contender> known = new ArrayList<>(ids.size());
    for (String id : ids) {
      Contender contender = contenders.get(id);
      if (contender != null) {
        known.add(contender);
      }
    }
    return known;
  }

  /** With the most popular of the rest, scored below the ranked. */
  private void fillUp(Slate slate, List<Contender> ranked) {
    double floor = ranked.isEmpty() ? 1 : ranked.getLast().score();
    for (int look = 0; look < MOST_LOOKS && slate.wanting() > 0; look++) {
      List<String> more =
          PopularItems.first(view, slate.wanting(), id -> admits(slate, id), eligibility.only());
      if (more.isEmpty()) {
        return;
      }
      floor = add(slate, more, floor);
      slate.fill();
    }
  }

  private boolean admits(Slate slate, String id) {
    Item item = contenders.containsKey(id) ? null : view.item(id);
    return item != null && eligibility.test(id) && slate.admits(item);
  }

  private double add(Slate slate, List<String> ids, double floor) {
    List<Contender> added = new ArrayList<>(ids.size());
    double score = floor;
    for (String id : ids) {
      Item item = view.item(id);
      if (item != null) {
        score = score > 0 ? score * query.count() / (query.count() + 1) : score - 1e-6;
        Contender contender = new Contender(item, score, recommender.vector(id));
        contenders.put(id, contender);
        sources.put(id, Set.of(SourceKind.POPULARITY));
        added.add(contender);
      }
    }
    slate.add(added);
    return score;
  }

  private Recommendation recommendation(Placed placed) {
    Contender contender = placed.contender();
    @Nullable Set<SourceKind> proposedBy = sources.get(contender.itemId());
    return new Recommendation(
        contender.itemId(),
        contender.score(),
        probabilities.get(contender.itemId()),
        proposedBy == null ? Set.of() : proposedBy,
        placed.placement(),
        null);
  }
}
