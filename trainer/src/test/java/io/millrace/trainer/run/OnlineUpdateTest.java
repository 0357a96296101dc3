package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Datasets;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.protocol.EvaluationData;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineUpdateTest {
  private static Interactions log;
  private static Interactions earlier;
  private static Bundle live;

  private static TrainerConfig config(int dim) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", Integer.toString(dim));
    small.put("trainer.user_tower_dims", "[32]");
    small.put("trainer.item_tower_dims", "[32]");
    small.put("trainer.dnn_dims", "[16]");
    small.put("trainer.batch_size", "256");
    small.put("trainer.pool_size", "512");
    small.put("trainer.epochs_retrieval", "1");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.ranker_max_examples", "500");
    small.put("trainer.update_examples", "2000");
    return Configuration.load(null, small).bind("trainer", TrainerConfig.class);
  }

  private static <T> T run(int dim, java.util.function.Function<TrainingRun, T> use) {
    try (Engine engine = Engines.open(config(dim))) {
      return use.apply(
          new TrainingRun(
              config(dim),
              FeatureSettings.defaults(),
              RecommenderSettings.defaults(),
              engine,
              TrainingProgress.NONE));
    }
  }

  @BeforeAll
  static void train(@TempDir Path directory) {
    log = EvaluationData.read(Datasets.open("sample", directory), 5, null).log();
    earlier = log.where(event -> event < 6000);
    live = run(16, training -> training.fit(earlier, null));
  }

  private static Bundle updated() {
    return run(16, training -> training.updated(log.where(event -> event < 7000), live));
  }

  private static List<String> changed(Bundle updated) {
    return live.tensors().stream()
        .filter(before -> !same(before, updated.tensor(before.name())))
        .map(Tensor::name)
        .toList();
  }

  private static boolean same(Tensor before, Tensor after) {
    return java.util.Arrays.equals(before.values(), after.values());
  }

  @Test
  void shouldMoveTowersAndLeaveRankerAndEncoderWhenUpdated() {
    Bundle updated = updated();

    assertThat(changed(updated))
        .contains("item.table", "user.gru.W")
        .noneMatch(name -> name.startsWith("rank."));
    assertThat(updated.encoder().toBytes()).isEqualTo(live.encoder().toBytes());
    assertThat(updated.facts().get(WarmStart.TRAINED_UNTIL))
        .isEqualTo(Long.toString(log.time(6999)));
  }

  @Test
  void shouldGiveTheSameWhenUpdatedTwiceFromTheSame() {
    assertThat(updated().write()).isEqualTo(updated().write());
  }

  @Test
  void shouldJudgeOnTheNewerHalfBesideTheLiveGeneration() {
    TrainingResult result =
        run(16, training -> training.update(log.where(event -> event < 7500), live));

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
            () -> run(16, training -> training.update(log.where(event -> event < 6999), live)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("at least 1000")
        .hasMessageContaining("999");
  }

  @Test
  void shouldRefuseWhenVectorsHaveAnotherWidth() {
    assertThatThrownBy(() -> run(8, training -> training.updated(log, live)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wide as configured");
  }
}
