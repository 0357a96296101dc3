package io.millrace.trainer.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.data.Datasets;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.MlflowSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.mlflow.MlflowStub.Manner;
import io.millrace.trainer.mlflow.MlflowStub.Request;
import io.millrace.trainer.offline.OfflineTraining;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.run.TrainingOutcome;
import io.millrace.trainer.tracking.Run;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training in earnest, as small as can be, and what the server hears of it. */
class TrainingToldTest {
  @TempDir private Path directory = Path.of("");

  private static TrainingSettings settings(String uri) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.mlflow.uri", uri);
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
    return TrainingSettings.of(Configuration.load(null, small));
  }

  private TrainingOutcome train(String uri) {
    return OfflineTraining.run(
        ListedRatings.first(3000, Datasets.open("sample", directory.resolve("cache"))),
        settings(uri),
        directory.resolve("run"),
        TrainingProgress.NONE);
  }

  @Test
  void shouldTellTheServerWhatTheTrainingCameTo() throws Exception {
    try (MlflowStub stub = new MlflowStub(Manner.KNOWS_NO_EXPERIMENT)) {
      TrainingOutcome outcome = train(stub.uri());

      assertThat(stub.requests("experiments/create").getFirst().body().path("name").asText())
          .isEqualTo("millrace");
      assertThat(stub.requests("runs/create").getFirst().body().path("run_name").asText())
          .isEqualTo("run");
      Map<String, Double> last = new HashMap<>();
      Map<String, String> params = new HashMap<>();
      for (Request batch : stub.requests("runs/log-batch")) {
        for (JsonNode metric : batch.body().path("metrics")) {
          last.put(metric.path("key").asText(), metric.path("value").asDouble());
        }
        for (JsonNode param : batch.body().path("params")) {
          params.put(param.path("key").asText(), param.path("value").asText());
        }
      }
      assertThat(last)
          .containsEntry("next_event/ndcg_at_10", outcome.judgement().getMetrics().get("ndcg@10"))
          .containsKeys("candidate/retrieval/loss", "candidate/ranking/click_loss");
      assertThat(params)
          .containsEntry("trainer.embedding_dim", "8")
          .containsEntry("recommend.retrieval.candidates", "200")
          .doesNotContainKey("trainer.mlflow.uri");
      assertThat(stub.requests("runs/update")).hasSize(1);
    }
  }

  @Test
  void shouldTrainAllTheSameWhenTheServerFails() throws Exception {
    try (MlflowStub stub = new MlflowStub(Manner.FAILS)) {
      TrainingOutcome outcome = train(stub.uri());

      assertThat(stub.requests()).isNotEmpty();
      assertThat(Run.read(directory.resolve("run")).metrics())
          .isEqualTo(outcome.judgement().getMetrics());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlflow:5000, must be http://HOST:PORT",
    "ftp://mlflow, must be http://HOST:PORT",
    "http://, must be http://HOST:PORT",
    "'http://a b', must be http://HOST:PORT",
    "https://me:secret@mlflow, must hold no password"
  })
  void shouldRefuseWhatIsNoServer(String uri, String rule) {
    assertThatThrownBy(() -> settings(uri))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(rule)
        .hasMessageNotContaining("secret");
    assertThat(new MlflowSettings(" ", "mine").enabled()).isFalse();
  }
}
