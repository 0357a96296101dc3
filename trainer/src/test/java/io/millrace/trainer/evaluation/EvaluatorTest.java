package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.schemas.Item;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Four items, rated a 3, b 2, c 1 and d 0 times when the slice begins; then u1 rates c and d, u2
 * rates d, and the new u4 rates a and b.
 */
class EvaluatorTest {
  private static final int SLICE = 6;
  private static final double SECOND = Math.log(2) / Math.log(3);

  private static Interactions interactions() {
    InteractionColumns columns = new InteractionColumns();
    for (String id : List.of("a", "b", "c", "d")) {
      columns.putItem(new Item(id, id, 1990, List.of(), Map.of(), true, null));
    }
    String[] events = {
      "u1 a", "u2 a", "u3 a", "u1 b", "u2 b", "u3 c", "u1 c", "u2 d", "u1 d", "u4 a", "u4 b"
    };
    for (int i = 0; i < events.length; i++) {
      String[] event = events[i].split(" ", 2);
      columns.add(event[0], event[1], 8, 1_000_000L + 60_000L * i, 0, i);
    }
    return columns.snapshot();
  }

  private static Evaluation judge(boolean nextEvent, int threads) {
    try (Workers workers = new Workers(threads)) {
      Evaluator evaluator =
          new Evaluator(
              interactions(),
              SLICE,
              FeatureSettings.defaults(),
              RecommenderSettings.defaults(),
              workers);
      return nextEvent
          ? evaluator.nextEvent(Generation.none(), TrainingProgress.NONE)
          : evaluator.staticSplit(Generation.none(), TrainingProgress.NONE);
    }
  }

  @Test
  void shouldJudgePopularityAsWorkedOutByHandWhenTheNextEventIsPredicted() {
    Map<String, Double> popularity = judge(true, 1).popularity();

    // u1: c of [c d] first; u2: d of [c d] second; u1: d of [d] first; u4's first rating is
    // skipped, for want of a history; u4: b of [b c d] first.
    assertThat(popularity).containsEntry("predictions", 4.0).containsEntry("hr@5", 1.0);
    assertThat(popularity.get("ndcg@10")).isCloseTo((3 + SECOND) / 4, within(1e-12));
    assertThat(popularity.get("mrr@10")).isCloseTo((3 + 0.5) / 4, within(1e-12));
    assertThat(popularity.get("precision@5")).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void shouldJudgePopularityAsWorkedOutByHandWhenListsAreMadeOnce() {
    Map<String, Double> popularity = judge(false, 1).popularity();

    // u1: c and d of [c d]; u2: d of [c d] second; u4: a and b of [a b c d].
    assertThat(popularity).containsEntry("predictions", 3.0).containsEntry("recall@5", 1.0);
    assertThat(popularity.get("ndcg@5")).isCloseTo((2 + SECOND) / 3, within(1e-12));
  }

  @Test
  void shouldJudgeTheListsThatWouldBeServed() {
    Interactions log = interactions();
    FeatureReplay replay = new FeatureReplay(log, FeatureSettings.defaults());
    replay.playTo(SLICE, (event, before) -> {});
    MovingView view =
        new FrozenState(replay.state(), log.itemIds(), FeatureSettings.defaults()).view();
    Recommender serving = new Recommender(Generation.none(), view, RecommenderSettings.defaults());
    double gains = 0;
    for (int event = SLICE; event < log.size(); event++) {
      view.advance(log.time(event));
      if (log.place(event) > 0) {
        gains += Math.log(2) / Math.log(1 + rankServed(serving, log, event));
      }
      view.accept(log.rating(event));
    }

    assertThat(judge(true, 1).model().get("ndcg@10")).isCloseTo(gains / 4, within(1e-12));
  }

  /** From 1. */
  private static int rankServed(Recommender serving, Interactions log, int event) {
    String user = log.userIds().get(log.user(event));
    List<String> list =
        serving.recommend(RecommendationQuery.forUser(user, 10)).stream()
            .map(Recommendation::itemId)
            .toList();
    assertThat(list).contains(log.itemIds().get(log.item(event)));
    return 1 + list.indexOf(log.itemIds().get(log.item(event)));
  }

  @Test
  void shouldForecastRatingsByItemMeansForPopularity() {
    // Every rating is 4 stars; nobody had rated d, which is taken to be worth 3.5: 2 of 4 events.
    assertThat(judge(true, 1).popularity().get("rmse"))
        .isCloseTo(Math.sqrt(2 * 0.25 / 4), within(1e-12));
    assertThat(judge(true, 1).model()).as("no ratings without a model").doesNotContainKey("rmse");
  }

  @Test
  void shouldNotDependOnTheNumberOfThreads() {
    assertThat(judge(true, 3)).isEqualTo(judge(true, 1));
    assertThat(judge(false, 3)).isEqualTo(judge(false, 1));
  }
}
