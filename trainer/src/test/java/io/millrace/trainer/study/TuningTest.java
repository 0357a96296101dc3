package io.millrace.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains in earnest, as little as can be. */
class TuningTest {
  private static final String STRATEGY = "trainer.negative_sampling_strategy";

  @TempDir private Path directory = Path.of("");

  private static Configuration load(Map<String, String> overrides) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", "8");
    small.put("trainer.user_tower_dims", "[8]");
    small.put("trainer.item_tower_dims", "[8]");
    small.put("trainer.dnn_dims", "[8]");
    small.put("trainer.user_history", "pooled");
    small.put("trainer.batch_size", "256");
    small.put("trainer.pool_size", "256");
    small.put("trainer.epochs_retrieval", "1");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.finish_epochs", "0");
    small.put("trainer.retrieval_max_examples", "2000");
    small.put("trainer.ranker_max_examples", "200");
    small.put("trainer.judged_share", "0.01");
    small.put("trainer.threads", "1");
    small.putAll(overrides);
    return Configuration.load(null, small);
  }

  private StudyResult tune(int most) {
    StudyOptions options =
        new StudyOptions(
            StudyTest.of(STRATEGY + " = random | hard"), 1, Duration.ofHours(1), most, directory);
    return new Tuning(TuningTest::load, new Cut.Quantile(0.3), 5)
        .run(
            Datasets.open("sample", directory.resolve("cache")),
            options,
            new StudyProgress() {
              @Override
              public void update(double spent, String note) {}

              @Override
              public void ended(Trial trial) {}
            });
  }

  @Test
  void shouldTrainEachTrialAndLeaveRunsAndTheBestSettings() throws Exception {
    assertThat(tune(1).trials()).hasSize(1);
    StudyResult result = tune(9);

    assertThat(result.exhausted()).isTrue();
    assertThat(Files.readString(directory.resolve("study.json"))).contains("\"codeVersion\" : ");
    assertThat(result.trials()).extracting(Trial::end).containsOnly(Trial.End.FINISHED);
    List<Path> runs = Run.under(directory.resolve("trials"));
    assertThat(runs).hasSize(2);
    for (Trial trial : result.trials()) {
      Run run = Run.read(runs.get(trial.number() - 1));
      assertThat(run.verdict()).isEqualTo(Verdict.TRIED);
      assertThat(run.metrics()).containsEntry("ndcg@10", trial.ndcg());
      assertThat(run.settings()).containsAllEntriesOf(trial.settings());
      assertThat(trial.curve()).hasSize(1);
    }
    String best = result.best().orElseThrow().settings().get(STRATEGY);
    TrainerConfig ready =
        Configuration.load(directory.resolve("best.properties"), Map.of())
            .bind("trainer", TrainerConfig.class);
    assertThat(ready.negativeSamplingStrategy().name()).isEqualToIgnoringCase(best);
    assertThat(ready.negativeSamplingStrategy()).isNotEqualTo(NegativeSampling.IN_BATCH);
    assertThat(ready.embeddingDim()).isEqualTo(8);
    assertThat(ready.threads()).isZero(); // of the machine, not of what was found
  }
}
