package io.millrace.trainer.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.runtime.config.Configuration;
import io.millrace.schemas.GateVerdict;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.run.TrainingOutcome;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineTrainingTest {
  private static TrainingSettings settings(String mode) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.mode", mode);
    small.put("trainer.embedding_dim", "32");
    small.put("trainer.user_tower_dims", "[64]");
    small.put("trainer.item_tower_dims", "[64]");
    small.put("trainer.dnn_dims", "[32]");
    small.put("trainer.batch_size", "512");
    small.put("trainer.pool_size", "512");
    small.put("trainer.epochs_retrieval", "3");
    small.put("trainer.epochs_ranking", "2");
    small.put("trainer.retrieval_max_examples", "20000");
    small.put("trainer.ranker_max_examples", "2000");
    small.put("trainer.judged_share", "0.05");
    return TrainingSettings.of(Configuration.load(null, small));
  }

  @ParameterizedTest
  @ValueSource(strings = {"staged", "joint"})
  void shouldBeatPopularityOnTheSampleAndLeaveEverythingBehind(String mode, @TempDir Path directory)
      throws Exception {
    TrainingOutcome outcome =
        OfflineTraining.run(
            Datasets.open("sample", directory.resolve("cache")),
            settings(mode),
            directory,
            TrainingProgress.NONE);

    assertThat(outcome.refusal()).isNull();
    assertThat(outcome.verdict()).isEqualTo(GateVerdict.PUBLISHED);
    for (String metric : new String[] {"ndcg@10", "recall@10"}) {
      assertThat(outcome.judgement().getMetrics().get(metric))
          .as(metric)
          .isGreaterThan(1.1 * outcome.judgement().getPopularity().getOrDefault(metric, 0.0));
    }
    Bundle bundle = Bundle.read(Files.readAllBytes(directory.resolve("model.bundle")));
    assertThat(bundle.tensor("item.table").columns()).isEqualTo(32);
    assertThat(ItemIndex.load(directory.resolve("items.index")).dimension()).isEqualTo(32);
    List<String> epochs = Files.readAllLines(directory.resolve("training_log.csv"));
    assertThat(epochs.size()).isGreaterThan(4);
    // the towers go over everything last, in candidate and refit; a joint candidate has done so
    assertThat(epochs.stream().filter(line -> line.contains(",finish,")).count())
        .isEqualTo(mode.equals("staged") ? 2 : 1);
    assertThat(directory.resolve("metrics.json")).isNotEmptyFile();
    assertThat(directory.resolve("provenance.json")).isNotEmptyFile();
    assertThat(directory.resolve("encoder.bin")).isNotEmptyFile();
    assertThat(directory.resolve("plots.html")).content().contains("<svg").contains("sample");
    Run run = Run.read(directory);
    assertThat(run.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(run.dataset()).isEqualTo("sample");
    assertThat(run.metrics()).isEqualTo(outcome.judgement().getMetrics());
    assertThat(run.epochs()).hasSize(epochs.size());
    // what was in effect is what it was configured by
    assertThat(
            TrainingSettings.of(
                Configuration.load(directory.resolve("config.properties"), Map.of())))
        .isEqualTo(settings(mode));
    assertThat(directory.resolve("tensorboard")).isNotEmptyDirectory();
  }
}
