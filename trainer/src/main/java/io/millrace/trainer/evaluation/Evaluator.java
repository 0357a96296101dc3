package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.HalfStars;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.FullRanking;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges generations on the newest ratings by the very classes that serve, over all items the user
 * has not rated; ties rank the item with the lower id first.
 *
 * <p>Next event (PROTOCOLS P1, frozen): at the moment the slice begins everything stops, weights,
 * transitions, popularity and item features alike; only histories grow. Ratings without a history,
 * or of an item that the user has rated before, are skipped. Static split (P3): one list per user
 * as of that moment, relevant is what the user then rated 4 stars or more for the first time.
 *
 * <p>Users are shared out over the workers: results do not depend on their number.
 */
public final class Evaluator {
  private static final int[] NEXT_EVENT_CUTOFFS = {5, 10, 20, 50, 100};
  private static final int[] STATIC_CUTOFFS = {5, 10, 20, 50};
  private static final int COVERAGE_CUTOFF = 10;

  /**
   * Next events predicted at most: on one core a hundred thousand take seven minutes, and NDCG@10
   * of so many has a standard error of 0.002.
   */
  private static final int MOST_PREDICTIONS = 20_000;

  private final Interactions interactions;
  private final int from;
  private final RecommenderSettings settings;
  private final Workers workers;
  private final EvenSample predicted;
  private final FrozenState state;
  private final BitSet[] genres;
  private final int[] popularOrdinals;

  /**
   * Plays everything before the slice.
   *
   * @param from first interaction of the slice
   */
  public Evaluator(
      Interactions interactions,
      int from,
      FeatureSettings features,
      RecommenderSettings settings,
      Workers workers) {
    this.interactions = interactions;
    this.from = from;
    this.settings = settings;
    this.workers = workers;
    this.predicted = new EvenSample(interactions.size() - from, MOST_PREDICTIONS);
    FeatureReplay replay = new FeatureReplay(interactions, features);
    replay.playTo(from, (event, before) -> {});
    this.state = new FrozenState(replay.state(), interactions.itemIds(), features);
    this.genres = ItemGenres.of(interactions);
    this.popularOrdinals = byPopularity();
  }

  /** Ordinals in the order of popularity, those never rated last. */
  private int[] byPopularity() {
    Map<String, Integer> ordinal = new HashMap<>();
    for (int i = 0; i < genres.length; i++) {
      ordinal.put(interactions.itemIds().get(i), i);
    }
    return state.popular().stream().mapToInt(id -> ordinal.getOrDefault(id, 0)).toArray();
  }

  /**
   * Next event, full ranking, of everything in the slice, or of 20,000 events evenly spaced in it.
   */
  public Evaluation nextEvent(Generation generation, TrainingProgress progress) {
    return run(generation, progress, NEXT_EVENT_CUTOFFS, "judging", Part::nextEvent);
  }

  /** Static split. */
  public Evaluation staticSplit(Generation generation, TrainingProgress progress) {
    return run(generation, progress, STATIC_CUTOFFS, "judging P3", Part::staticSplit);
  }

  private interface Protocol {
    void judge(Part part, int user);
  }

  private Evaluation run(
      Generation generation,
      TrainingProgress progress,
      int[] cutoffs,
      String phase,
      Protocol protocol) {
    UserShares users = new UserShares(usersOfSlice(), workers);
    AtomicInteger done = new AtomicInteger();
    List<Part> parts =
        users.play(
            () -> new Part(generation, cutoffs),
            (part, user) -> {
              protocol.judge(part, user);
              double fraction = (double) done.incrementAndGet() / users.size();
              synchronized (progress) {
                progress.update(
                    new TrainingProgress.Stage(phase, 0, 0, fraction, Double.NaN, Double.NaN));
              }
            });
    return Part.join(parts);
  }

  private int[] usersOfSlice() {
    BitSet users = new BitSet();
    for (int event = from; event < interactions.size(); event++) {
      users.set(interactions.user(event));
    }
    return users.stream().toArray();
  }

  /** One thread's share of the users. */
  private final class Part {
    private final MovingView view = state.view();
    private final Recommender recommender;
    private final FullRanking ranking;
    private final ListMetrics model;
    private final ListMetrics popularity;
    private final RatingMetrics ratings = new RatingMetrics();
    private final RatingMetrics means = new RatingMetrics();
    private final int depth;

    Part(Generation generation, int[] cutoffs) {
      this.recommender = new Recommender(generation, view, settings);
      this.ranking = new FullRanking(recommender, interactions.itemIds());
      this.model = new ListMetrics(cutoffs, COVERAGE_CUTOFF, genres);
      this.popularity = new ListMetrics(cutoffs, COVERAGE_CUTOFF, genres);
      this.depth = cutoffs[cutoffs.length - 1];
    }

    void nextEvent(int user) {
      BitSet seen = new BitSet();
      for (int place = 0; place < interactions.ratingsOf(user); place++) {
        int event = interactions.eventOf(user, place);
        if (event >= from) {
          boolean anew = !seen.get(interactions.item(event));
          if (place > 0 && anew && predicted.contains(event - from)) {
            predict(event, seen);
          }
          view.accept(interactions.rating(event));
        }
        seen.set(interactions.item(event));
      }
    }

    private void predict(int event, BitSet seen) {
      view.advance(interactions.time(event));
      String itemId = interactions.itemIds().get(interactions.item(event));
      Candidates candidates = recommender.candidates(query(event), List.of(itemId));
      BitSet relevant = new BitSet();
      relevant.set(interactions.item(event));
      model.add(first(candidates, seen), relevant);
      popularity.add(mostPopular(seen), relevant);
      judgeRating(event, itemId, candidates);
    }

    private int[] first(Candidates candidates, BitSet seen) {
      return new UnionRanking(
              ranking.proposed(candidates),
              () -> ranking.retrievalScores(candidates.userVector()),
              seen::get)
          .top(depth);
    }

    private RecommendationQuery query(int event) {
      return RecommendationQuery.forUser(
          interactions.userIds().get(interactions.user(event)), COVERAGE_CUTOFF);
    }

    private void judgeRating(int event, String itemId, Candidates candidates) {
      means.addRating(meanOf(itemId), interactions.halfStars(event));
      Generation.Model loaded = recommender.generation().model();
      Ranker ranker = loaded == null ? null : loaded.ranker();
      if (ranker == null || candidates.proposed() == 0) {
        return;
      }
      int rated = candidates.indexOf(itemId);
      int other = new SplittableRandom(event).nextInt(candidates.proposed());
      Ranker.Heads[] heads =
          ranker.heads(
              2, (row, x0, at) -> candidates.encodeInput(row == 0 ? rated : other, x0, at));
      ratings.addRating(2 * recommender.stars(candidates, rated), interactions.halfStars(event));
      if (other != rated) {
        ratings.addClick(heads[0].click(), true);
        ratings.addClick(heads[1].click(), false);
      }
    }

    /** The item's mean when the slice began, in half stars; 7 where nobody had rated it. */
    private double meanOf(String itemId) {
      ItemFeatures item = state.base().itemFeatures(itemId);
      if (item == null || item.getAggregates().getRatings().getCount() == 0) {
        return 7;
      }
      RatingStatistics stars = item.getAggregates().getRatings();
      return (double) stars.getSum() / stars.getCount();
    }

    private int[] mostPopular(BitSet seen) {
      int[] top = new int[Math.min(depth, popularOrdinals.length)];
      int n = 0;
      for (int i = 0; i < popularOrdinals.length && n < top.length; i++) {
        if (!seen.get(popularOrdinals[i])) {
          top[n++] = popularOrdinals[i];
        }
      }
      return Arrays.copyOf(top, n);
    }

    void staticSplit(int user) {
      BitSet seen = new BitSet();
      BitSet relevant = new BitSet();
      int first = -1;
      for (int place = 0; place < interactions.ratingsOf(user); place++) {
        int event = interactions.eventOf(user, place);
        if (event < from) {
          seen.set(interactions.item(event));
        } else {
          first = first < 0 ? event : first;
          boolean anew = !seen.get(interactions.item(event));
          if (anew && interactions.halfStars(event) >= HalfStars.LIKED) {
            relevant.set(interactions.item(event));
          }
        }
      }
      if (!relevant.isEmpty()) {
        view.advance(state.base().now());
        Candidates candidates = recommender.candidates(query(first));
        model.add(first(candidates, seen), relevant);
        popularity.add(mostPopular(seen), relevant);
      }
    }

    static Evaluation join(List<Part> parts) {
      Part all = parts.getFirst();
      for (Part other : parts.subList(1, parts.size())) {
        all.model.merge(other.model);
        all.popularity.merge(other.popularity);
        all.ratings.merge(other.ratings);
        all.means.merge(other.means);
      }
      Map<String, Double> model = new TreeMap<>(all.model.means());
      Map<String, Double> popularity = new TreeMap<>(all.popularity.means());
      all.ratings.into(model);
      all.means.into(popularity);
      return new Evaluation(model, popularity);
    }
  }
}
