package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.data.Datasets;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.UserBuckets;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.protocol.data.EvaluationData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlineUpdateTest {
  private static Interactions log;
  private static Interactions earlier;
  private static Bundle live;

  private static TrainerConfig config(int dim) {
    return config(dim, Map.of());
  }

  private static TrainerConfig config(int dim, Map<String, String> further) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", Integer.toString(dim));
    small.put("trainer.user_tower_dims", "[32]");
    small.put("trainer.item_tower_dims", "[32]");
    small.put("trainer.dnn_dims", "[16]");
    small.put("trainer.cross_layers", "3");
    small.put("trainer.batch_size", "256");
    small.put("trainer.pool_size", "512");
    small.put("trainer.epochs_retrieval", "1");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.ranker_max_examples", "500");
    small.put("trainer.update_examples", "2000");
    small.putAll(further);
    return Configuration.load(null, small).bind("trainer", TrainerConfig.class);
  }

  private static TrainingSettings settings(TrainerConfig config) {
    return new TrainingSettings(config, FeatureSettings.defaults(), RecommenderSettings.defaults());
  }

  private static <T> T run(int dim, java.util.function.Function<TrainingRun, T> use) {
    return run(config(dim), use);
  }

  private static <T> T run(TrainerConfig config, java.util.function.Function<TrainingRun, T> use) {
    try (Engine engine = Engines.open(config)) {
      return use.apply(new TrainingRun(settings(config), engine, TrainingProgress.NONE));
    }
  }

  @BeforeAll
  static void train(@TempDir Path directory) {
    log = EvaluationData.read(Datasets.open("sample", directory), 5, null).log();
    earlier = log.where(event -> event < 6000);
    live = run(16, training -> training.fit(earlier, null));
  }

  private static Bundle updated() {
    return run(16, training -> training.fitUpdate(log.where(event -> event < 7000), live));
  }

  private static List<String> changed(Bundle updated) {
    return live.tensors().stream()
        .filter(before -> !same(before, updated.tensor(before.name())))
        .map(Tensor::name)
        .toList();
  }

  private static boolean same(Tensor before, Tensor after) {
    return Arrays.equals(before.values(), after.values());
  }

  @Test
  void shouldMoveTheUsersSideAndTouchedRowsAloneWhenUpdated() {
    Bundle updated = updated();

    assertThat(changed(updated))
        .contains("item.table", "user.gru.W")
        .noneMatch(name -> name.startsWith("rank."))
        .noneMatch(name -> name.startsWith("item.") && !name.equals("item.table"));
    assertThat(movedRows("item.table", updated)).isEqualTo(touched(true));
    assertThat(movedRows("user.table", updated)).isNotEmpty().isSubsetOf(touched(false));
    assertThat(updated.encoder().toBytes()).isEqualTo(live.encoder().toBytes());
    assertThat(updated.facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(6999)));
  }

  private static Set<Integer> movedRows(String name, Bundle updated) {
    Tensor before = live.tensor(name);
    Tensor after = updated.tensor(name);
    Set<Integer> rows = new TreeSet<>();
    for (int i = 0; i < before.values().length; i++) {
      if (before.values()[i] != after.values()[i]) {
        rows.add(i / before.columns());
      }
    }
    return rows;
  }

  /** Rows of what was rated, or of who rated, since. */
  private static Set<Integer> touched(boolean items) {
    Set<Integer> rows = new TreeSet<>();
    for (int event = 6000; event < 7000; event++) {
      rows.add(
          items
              ? 1 + log.item(event)
              : UserBuckets.row(
                  log.userIds().get(log.user(event)), live.tensor("user.table").rows() - 1));
    }
    return rows;
  }

  @Test
  void shouldGiveTheSameWhenUpdatedTwiceFromTheSame() {
    assertThat(updated().write()).isEqualTo(updated().write());
  }

  @Test
  void shouldJudgeOnTheNewerHalfBesideTheLiveGeneration() {
    TrainingResult result =
        run(16, training -> training.runUpdate(log.where(event -> event < 7500), live, live));

    // the newer half of 1,500, less what is rated first by somebody or once more
    assertThat(result.judgement().getMetrics().get("predictions")).isBetween(500.0, 750.0);
    assertThat(result.judgement().getLive().get("predictions"))
        .isEqualTo(result.judgement().getMetrics().get("predictions"));
    assertThat(result.candidate().facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(6749)));
    assertThat(result.warm()).isTrue();
  }

  @Test
  void shouldRefuseWhenThereIsTooLittleNew() {
    assertThatThrownBy(
            () ->
                run(
                    16,
                    training -> training.runUpdate(log.where(event -> event < 6999), live, live)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("at least 1000")
        .hasMessageContaining("999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trainer.user_tower_dims   | [48]   | user.0.W
          trainer.item_tower_dims   | [32, 8]| item.1.W
          trainer.user_history      | pooled | user.gru.W
          trainer.dnn_dims          | [16, 4]| rank.deep.1.W
          trainer.cross_layers      | 2      | rank.cross.2.W
          trainer.cross_rank        | 4      | rank.cross.0.U
          trainer.user_buckets      | 99     | user.table is 16385 x 16, now 100 x 16
          trainer.embedding_dim     | 8      | 16 floats, now 8
          """)
  void shouldRefuseAnUpdateAndBeginAfreshWhenNetworksAreConfiguredOtherwise(
      String key, String value, String named) {
    TrainerConfig other = config(16, Map.of(key, value));

    assertThatThrownBy(() -> run(other, training -> training.fitUpdate(log, live)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(named)
        .hasMessageContaining("train anew");
    try (Engine engine = Engines.open(other)) {
      ModelFit fit = new ModelFit(settings(other), engine, new Course(TrainingProgress.NONE));
      assertThat(fit.difference(live, earlier)).contains(named);
    }
  }

  @Test
  void shouldGoOnForWarmEpochsAtALowRateWhenRetrainedFromTrainedWeights() {
    List<EpochLog> epochs = new ArrayList<>();
    TrainerConfig config = config(16, Map.of("trainer.epochs_retrieval", "4"));
    try (Engine engine = Engines.open(config)) {
      TrainingProgress told =
          new TrainingProgress() {
            @Override
            public void update(Stage stage) {}

            @Override
            public void epoch(EpochLog line) {
              epochs.add(line);
            }
          };
      new TrainingRun(settings(config), engine, told).fit(log, live);
    }

    // the ranker before the towers, which must not have seen what it learns from
    assertThat(epochs).extracting(EpochLog::phase).containsExactly("ranking", "finish");
    // 0.3 of the rate, fallen to a tenth
    assertThat(epochs.getFirst().rate())
        .isCloseTo(0.03 * config.learningRateRanking(), within(1e-9));
    assertThat(epochs.getLast().rate())
        .isCloseTo(0.03 * config.learningRateRetrieval(), within(1e-9));
  }

  @Test
  void shouldGiveTheRankerWhatTheTowersHaveNotSeenAtMostItsShare() {
    TrainerConfig config =
        config(
            16, Map.of("trainer.ranking_share", "0.1", "trainer.retrieval_max_examples", "5000"));
    assertThat(log.time(6000)).isGreaterThan(log.time(5999));

    assertThat(Stretch.fresh(config, 6500)).isEqualTo(new Stretch(850, 5850, 6500));
    assertThat(Stretch.warm(config, log, live, 6500)).isEqualTo(new Stretch(1000, 6000, 6500));
    assertThat(Stretch.warm(config, log, live, 8000)).isEqualTo(new Stretch(2200, 7200, 8000));
    assertThat(Stretch.warm(config, log, live, 6000)).isEqualTo(new Stretch(1000, 6000, 6000));
  }

  @Test
  void shouldLeaveTheRankerAsItIsWhenTheTowersHaveSeenEverything() {
    Bundle again = run(16, training -> training.fit(earlier, live));
    Bundle further = run(16, training -> training.fit(log, live));

    assertThat(changed(again))
        .contains("item.table", "user.0.W", "item.0.W")
        .noneMatch(name -> name.startsWith("rank."));
    assertThat(changed(further)).contains("item.table", "rank.cross.0.W", "rank.deep.0.W");
  }

  @Test
  void shouldBeCalibratedByWhatItForetellsWhenThereIsEnough() {
    Bundle little = run(16, training -> training.fit(log.where(event -> event < 6500), live));
    TrainerConfig config = config(16, Map.of("trainer.ranker_max_examples", "5000"));
    Bundle enough = run(config, training -> training.fit(log, live));

    assertThat(Stretch.warm(config, log, live, log.size()).cut()).isLessThan(log.size() - 1100);
    assertThat(Scoring.of(little)).isEqualTo(Scoring.of(live));
    assertThat(Scoring.of(enough).blend()).isEqualTo(Scoring.of(live).blend());
    assertThat(Scoring.of(enough).calibration())
        .isNotNull()
        .isNotEqualTo(Scoring.of(live).calibration());
  }

  private static TrainingResult retrained(Interactions known, Bundle serving, String... further) {
    Map<String, String> small = new HashMap<>(Map.of("trainer.gate_tolerance", "1"));
    for (int i = 0; i < further.length; i += 2) {
      small.put(further[i], further[i + 1]);
    }
    return run(config(16, small), training -> training.run(known, serving, live));
  }

  /** So that a rolling evaluation measures what the service publishes. */
  @Test
  void shouldPublishWhatAFitOfEverythingMakesOfTheLastTrainingNotOfWhatUpdatesMadeOfIt() {
    Interactions known = log.where(event -> event < 8000);
    byte[] expected = run(16, training -> training.fit(known, live)).write();

    assertThat(retrained(known, live).bundle()).extracting(Bundle::write).isEqualTo(expected);
    assertThat(retrained(known, updated()).bundle()).extracting(Bundle::write).isEqualTo(expected);
  }

  @Test
  void shouldJudgeOnTheNewestSliceWhereMoreIsNew() {
    TrainingResult result = retrained(log.where(event -> event < 8000), live);

    assertThat(result.candidate().facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(7199)));
    assertThat(result.judgement().getLive().get("predictions"))
        .isEqualTo(result.judgement().getMetrics().get("predictions"));
  }

  /** Else the candidate would be what serves once more. */
  @Test
  void shouldLearnTheOlderHalfOfWhatIsNewWhereLessIsNewThanTheNewestSlice() {
    Interactions known = log.where(event -> event < 8000);
    TrainingResult result = retrained(known, live, "trainer.judged_share", "0.5");

    assertThat(result.candidate().facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(6999)));
    assertThat(changed(result.candidate())).contains("rank.cross.0.W", "rank.deep.0.W");
  }

  @Test
  void shouldBeHeldAgainstTheLastTrainingWhereUpdatesHaveSeenWhatIsNew() {
    Interactions known = log.where(event -> event < 7300);
    Bundle updated = updated();
    TrainingResult result = retrained(known, updated);

    assertThat(result.warm()).isTrue();
    assertThat(result.candidate().facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(6649)));
    assertThat(result.judgement().getLive())
        .isEqualTo(retrained(known, live).judgement().getLive())
        .containsKey("ndcg@10");
  }

  @Test
  void shouldBeginAfreshWhereNothingCanBeComparedWith() {
    TrainingResult result =
        run(16, training -> training.run(log.where(event -> event < 7300), updated(), updated()));

    assertThat(result.warm()).isFalse();
    assertThat(result.judgement().getLive()).isEmpty();
  }

  @Test
  void shouldSampleTheSameCandidatesWithAnyNumberOfThreads() {
    Generation generation = Generation.embedding("g", live, earlier.catalogue());
    RankerExamples alone = sampled(generation, 1);
    RankerExamples shared = sampled(generation, 2);

    assertThat(alone.size()).isGreaterThan(400);
    assertThat(shared.size()).isEqualTo(alone.size());
    assertThat(shared.rows()).isEqualTo(alone.rows());
    for (int group = 0; group < alone.size(); group++) {
      assertThat(shared.event(group)).isEqualTo(alone.event(group));
      assertThat(shared.items(group)).isEqualTo(alone.items(group));
      float[] input = alone.batch(new int[] {group}).input().clone();
      assertThat(shared.batch(new int[] {group}).input()).isEqualTo(input);
    }
  }

  private static RankerExamples sampled(Generation generation, int threads) {
    return new CandidateSampling(
            settings(config(16, Map.of("trainer.threads", Integer.toString(threads)))),
            earlier,
            TrainingProgress.NONE)
        .sample(generation, 5000, 6000);
  }

  @Test
  void shouldGiveAPartTheRowsOfTheWhole() {
    FeatureEncoder encoder = live.encoder();
    UserInputs whole =
        new UserInputs(earlier, encoder, FeatureSettings.defaults(), 5000, 5400, 3, 64);
    UserInputs part = whole.part(5100, 5200);
    UserInputs own =
        new UserInputs(earlier, encoder, FeatureSettings.defaults(), 5100, 5200, 3, 64);
    for (int event = 5100; event < 5200; event++) {
      float[] expected = new float[own.width()];
      float[] found = new float[own.width()];
      own.copyDense(event, expected, 0);
      part.copyDense(event, found, 0);
      assertThat(found).isEqualTo(expected);
      assertThat(part.userRow(event)).isEqualTo(own.userRow(event));
    }
    assertThatThrownBy(() -> whole.part(5300, 5401)).hasMessageContaining("5000 to 5400");
  }
}
