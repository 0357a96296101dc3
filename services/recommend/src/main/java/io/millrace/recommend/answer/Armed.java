package io.millrace.recommend.answer;

import io.millrace.model.experiment.Assignment.Place;
import io.millrace.model.experiment.TeamDraft;
import io.millrace.model.experiment.TeamDraft.Drafted;
import io.millrace.model.experiment.TeamDraft.Team;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
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
 * @param model that answers
 * @param query steered as the arms have it, where it does not say otherwise itself
 * @param labels of arms that all of the list is of
 * @param duel null where the list is not interleaved
 */
record Armed(
    ServingModel model, RecommendationQuery query, List<String> labels, @Nullable Duel duel) {
  Armed {
    labels = List.copyOf(labels);
  }

  /**
   * One side of an interleaved list.
   *
   * @param place its arm
   */
  record Side(Place place, ServingModel model, RecommendationQuery query) {
    private List<Recommendation> answer(long seed, int count) {
      return model.recommend(LiveAnswers.seeded(query, seed).asking(count));
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
    if (duel == null || duel.first().model().version().equals(duel.second().model().version())) {
      return duel == null ? model.version() : duel.first().model().version();
    }
    return duel.first().model().version() + "+" + duel.second().model().version();
  }

  /**
   * The list.
   *
   * @param seed of what is drawn: the same gets the same list
   */
  Found find(long seed, int count) {
    if (duel == null) {
      return new Found(model.recommend(LiveAnswers.seeded(query, seed).asking(count)), Map.of());
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
