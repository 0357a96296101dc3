package io.millrace.recommend.answer;

import io.millrace.model.experiment.Assignment.Place;
import io.millrace.model.experiment.TeamDraft;
import io.millrace.model.experiment.TeamDraft.Drafted;
import io.millrace.model.experiment.TeamDraft.Team;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.generation.ServingModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a query is answered in the arms of its user's experiments. Immutable; thread-safe as the
 * models are.
 *
 * @param answerer that answers
 * @param query steered as the arms have it, where it does not say otherwise itself
 * @param labels of arms that all of the list is of
 * @param duel null where the list is not interleaved
 */
record Armed(
    Answerer answerer, RecommendationQuery query, List<String> labels, @Nullable Duel duel) {
  Armed {
    labels = List.copyOf(labels);
  }

  /**
   * A model as the arms vary it.
   *
   * @param model as it serves everybody
   */
  record Answerer(ServingModel model, Variation variation) {
    private List<Recommendation> answer(RecommendationQuery query, long seed, int count) {
      ServingModel varied = variation.equals(Variation.NONE) ? model : model.varied(variation);
      return varied.recommend(LiveAnswers.seeded(query, seed).asking(count));
    }

    private String version() {
      return model.version();
    }
  }

  /**
   * One side of an interleaved list.
   *
   * @param place its arm
   */
  record Side(Place place, Answerer answerer, RecommendationQuery query) {
    private List<Recommendation> answer(long seed, int count) {
      return answerer.answer(query, seed, count);
    }
  }

  /** Two arms in one list. */
  record Duel(Side first, Side second) {}

  /**
   * What was found.
   *
   * @param items best first
   * @param teams by item id, in an interleaved list
   */
  record Found(List<Recommendation> items, Map<String, Team> teams) {}

  /** The generations that answer. */
  String version() {
    if (duel == null) {
      return answerer.version();
    }
    String first = duel.first().answerer().version();
    String second = duel.second().answerer().version();
    return first.equals(second) ? first : first + "+" + second;
  }

  /**
   * The model that made the list as it does for everybody; null where the arms had it otherwise.
   */
  @Nullable ServingModel unvaried() {
    return duel == null && answerer.variation().equals(Variation.NONE) ? answerer.model() : null;
  }

  /**
   * The list.
   *
   * @param seed of what is drawn: the same gets the same list
   */
  Found find(long seed, int count) {
    if (duel == null) {
      return new Found(answerer.answer(query, seed, count), Map.of());
    }
    List<Drafted<Recommendation>> drafted =
        new TeamDraft<>(Recommendation::itemId, new SplittableRandom(seed))
            .of(duel.first().answer(seed, count), duel.second().answer(seed, count), count);
    Map<String, Team> teams = new HashMap<>();
    drafted.forEach(item -> teams.put(item.item().itemId(), item.team()));
    return new Found(drafted.stream().map(Drafted::item).toList(), teams);
  }

  /** What the impression of these items says of the arms; null where there is nothing to say. */
  @Nullable String label(List<String> shown, Map<String, Team> teams) {
    List<String> all = new ArrayList<>(labels);
    if (duel != null) {
      all.add(duel.first().place().label(places(shown, teams, Team.FIRST)).text());
      all.add(duel.second().place().label(places(shown, teams, Team.SECOND)).text());
    }
    return all.isEmpty() ? null : String.join(",", all);
  }

  private static List<Integer> places(List<String> shown, Map<String, Team> teams, Team team) {
    return IntStream.range(0, shown.size())
        .filter(place -> teams.get(shown.get(place)) == team)
        .boxed()
        .toList();
  }
}
