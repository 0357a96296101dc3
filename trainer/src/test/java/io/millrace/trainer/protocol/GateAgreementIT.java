package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.data.Datasets;
import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Evaluator;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation is worth to the gate what it is worth to {@code evaluate}. */
class GateAgreementIT {
  private static final Cut CUT = new Cut.Quantile(0.9);

  @TempDir private static Path directory = Path.of("");

  private static final Workers WORKERS = new Workers(2);
  private static EvaluationData data;
  private static SystemTraining system;
  private static Evaluator gate;
  private static Generation generation;

  @BeforeAll
  static void train() {
    data =
        EvaluationData.read(
            ListedRatings.first(5_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);
    SystemSettings settings = Runs.settings();
    system =
        new SystemTraining(
            settings.configured(),
            settings.features(),
            settings.retrieval(),
            TrainingProgress.NONE);
    int from = CUT.firstAfter(data.log());
    Interactions known = data.log().where(event -> event < from);
    generation = system.train(known, null);
    gate = new Evaluator(data.log(), from, settings.features(), settings.retrieval(), WORKERS);
  }

  @AfterAll
  static void close() {
    system.close();
    WORKERS.close();
  }

  @Test
  void shouldGiveNextEventsTheSameFigures() {
    EvaluationOptions options =
        new EvaluationOptions(
            ProtocolName.P1, CUT, List.of(), List.of(ModelName.PIPELINE), List.of(), null, false);
    agree(
        new NextEventJudge(data, options, null, WORKERS),
        gate.nextEvent(generation, TrainingProgress.NONE).model(),
        "predictions",
        "coverage@10",
        "hr@5",
        "hr@10",
        "hr@100",
        "ndcg@10",
        "ndcg@100",
        "mrr@10");
  }

  @Test
  void shouldGiveListsOfOneMomentTheSameFigures() {
    agree(
        new TemporalSplitJudge(data.log()),
        gate.staticSplit(generation, TrainingProgress.NONE).model(),
        "predictions",
        "coverage@10",
        "diversity@10",
        "recall@10",
        "precision@5",
        "ndcg@10",
        "map@50",
        "mrr@20");
  }

  private static void agree(ProtocolJudge judge, Map<String, Double> byGate, String... metrics) {
    Contender contender = new SystemContender(system, Stage.RANKING);
    Map<String, Double> byProtocol =
        judge.judge("pipeline", contender, TrainingProgress.NONE).metrics();
    assertThat(byProtocol.get("predictions")).as("something to agree on").isGreaterThan(20);
    for (String metric : metrics) {
      assertThat(byGate.get(metric)).as(metric).isCloseTo(byProtocol.get(metric), within(1e-12));
    }
  }
}
