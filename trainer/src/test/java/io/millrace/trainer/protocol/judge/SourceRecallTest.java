package io.millrace.trainer.protocol.judge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.evaluation.SystemForecaster;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Proposer;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A world in which every rank is known. Items P1 to P60 are rated 99 to 40 times, in this order, by
 * users who rate nothing else; then S is followed by F1 thirty times, by F2 29 times, and so on to
 * F30, once. Seven users have rated S alone, so that of what they rate next
 *
 * <ul>
 *   <li>transitions propose F1 to F30 at the places 1 to 30;
 *   <li>popularity proposes P1 to P60 at 1 to 60, then F1 to F30;
 *   <li>fresh are, the last to be rated first, F30 to F1, then P60 to P51, which fewer than 50 have
 *       rated;
 *   <li>the index proposes nothing, as there is no model.
 * </ul>
 */
class SourceRecallTest {
  private static final List<String> NEXT = List.of("P3", "P15", "P55", "F1", "F12", "F27", "F30");
  private static final int POPULAR = 60;
  private static final int FOLLOWERS = 30;

  private static EvaluationData world() {
    List<String> rows = new ArrayList<>();
    for (int p = 1; p <= POPULAR; p++) {
      for (int n = 0; n < 100 - p; n++) {
        rows.add("p%d-%d P%d 4 %d".formatted(p, n, p, rows.size()));
      }
    }
    for (int f = 1; f <= FOLLOWERS; f++) {
      for (int n = 0; n <= FOLLOWERS - f; n++) {
        rows.add("f%d-%d S 4 %d".formatted(f, n, rows.size()));
        rows.add("f%d-%d F%d 4 %d".formatted(f, n, f, rows.size()));
      }
    }
    NEXT.forEach(item -> rows.add("to-%s S 4 %d".formatted(item, rows.size())));
    NEXT.forEach(item -> rows.add("to-%s %s 4 %d".formatted(item, item, rows.size())));
    return EvaluationData.read(ListedRatings.catalogued(rows.toArray(String[]::new)), 1, null);
  }

  @Test
  void shouldFindTheShareThatIsAmongTheFirstOfEachSourceAndOfTheirUnion() {
    Interactions log = world().log();
    int from = log.size() - NEXT.size();
    Map<String, Map<Integer, Double>> recall;
    try (Workers workers = new Workers(2)) {
      SourceRecall measured = new SourceRecall(log, from, RecommenderSettings.defaults(), workers);
      assertThat(measured.sampled()).isEqualTo(NEXT.size());
      recall = measured.of(proposer(log, from), done -> {});
    }

    assertHits(recall.get("index"), Map.of(10, 0, 500, 0));
    assertHits(recall.get("transitions"), Map.of(10, 1, 20, 2, 50, 4, 100, 4, 500, 4));
    assertHits(recall.get("popularity"), Map.of(10, 1, 20, 2, 50, 2, 100, 7, 500, 7));
    assertHits(recall.get("fresh"), Map.of(10, 2, 20, 3, 50, 5, 100, 5, 500, 5));
    // Of 50 candidates a quarter of the configured 200: the first 25 followers, the freshest one,
    // F30, and in the places of the index 25 popular ones, P1 to P25. Of 100 all that follow or are
    // popular.
    assertHits(recall.get("union"), Map.of(50, 5, 100, 7, 300, 7));
  }

  private static Proposer proposer(Interactions log, int from) {
    FeatureSettings features = FeatureSettings.defaults();
    FeatureReplay replay = new FeatureReplay(log.where(event -> event < from), features);
    replay.playTo(from, (event, before) -> {});
    FrozenState state = new FrozenState(replay.state(), log.itemIds(), features);
    Generation none = Generation.none();
    return (all, settings, source) ->
        () ->
            new SystemForecaster(all, state.view(), () -> none, settings, Stage.CANDIDATES, source);
  }

  private static void assertHits(
      @Nullable Map<Integer, Double> recall, Map<Integer, Integer> hits) {
    Map<Integer, Double> measured = requireNonNull(recall);
    hits.forEach(
        (size, found) ->
            assertThat(measured.get(size))
                .as("at %d of %s", size, measured)
                .isCloseTo((double) found / NEXT.size(), within(1e-12)));
  }
}
