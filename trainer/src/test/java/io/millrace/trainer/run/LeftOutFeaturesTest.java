package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.protocol.data.EvaluationData;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutFeaturesTest {
  private static TrainerConfig config(String leftOut) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", "8");
    small.put("trainer.user_tower_dims", "[16]");
    small.put("trainer.item_tower_dims", "[16]");
    small.put("trainer.dnn_dims", "[8]");
    small.put("trainer.batch_size", "128");
    small.put("trainer.pool_size", "256");
    small.put("trainer.epochs_retrieval", "1");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.finish_epochs", "0");
    small.put("trainer.leave_out_features", leftOut);
    return Configuration.load(null, small).bind("trainer", TrainerConfig.class);
  }

  private static Bundle trained(Interactions data, TrainerConfig config) {
    try (Engine engine = Engines.open(config)) {
      return new TrainingRun(
              new TrainingSettings(
                  config, FeatureSettings.defaults(), RecommenderSettings.defaults()),
              engine,
              TrainingProgress.NONE)
          .fit(data, null);
    }
  }

  @Test
  void shouldServeWithoutTheGroupsThatTrainingDidWithout(@TempDir Path directory) {
    Interactions all = EvaluationData.read(Datasets.open("sample", directory), 5, null).log();
    Interactions data = all.where(event -> event < 600);
    FeatureEncoder without =
        FeatureEncoder.fit(
            data.items().values(),
            data.users().values(),
            List.of("item.genres", "pair.transitions"));

    TrainerConfig config = config("[pair.transitions, item.genres]");
    Bundle bundle = Bundle.read(trained(data, config).write());

    assertThat(bundle.encoder().toBytes()).isEqualTo(without.toBytes());
    NetworkLayout layout = new NetworkLayout(config, without, UserHistory.SEQUENCE);
    assertThat(WarmStart.difference(bundle, without, layout)).isNull();
    FeatureEncoder whole = FeatureEncoder.fit(data.items().values(), data.users().values());
    assertThat(WarmStart.difference(bundle, whole, layout))
        .isEqualTo("its features are encoded differently");
  }
}
