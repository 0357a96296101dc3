package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.data.Datasets;
import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Evaluator;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import io.millrace.trainer.learner.Workers;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation is worth to the gate what it is worth to {@code evaluate}. */
class GateAgreementIT {
  @TempDir private static Path directory = Path.of("");

  private static final Workers WORKERS = new Workers(2);
  private static NextEvents events;
  private static SystemTraining system;
  private static Evaluator gate;
  private static Generation generation;

  @BeforeAll
  static void train() {
    EvaluationData data =
        EvaluationData.read(
            ListedRatings.first(5_000, Datasets.open("sample", directory.resolve("cache"))),
            5,
            null);
    events = new NextEvents(data, new Cut.Quantile(0.9));
    SystemSettings settings = Runs.settings();
    system =
        new SystemTraining(
            settings.configured(),
            settings.features(),
            settings.retrieval(),
            TrainingProgress.NONE);
    generation = system.train(events.training(), null);
    gate =
        new Evaluator(
            data.log(), events.from(), settings.features(), settings.retrieval(), WORKERS);
  }

  @AfterAll
  static void close() {
    system.close();
    WORKERS.close();
  }

  @Test
  void shouldGiveNextEventsTheSameFigures() {
    agree(
        new NextEventJudge(events, WORKERS),
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
        new TemporalSplitJudge(events.log()),
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
    Contender contender = new Trained(new SystemContender(system, Stage.RANKING));
    Map<String, Double> byProtocol =
        judge.judge("pipeline", contender, TrainingProgress.NONE).metrics();
    assertThat(byProtocol.get("predictions")).as("something to agree on").isGreaterThan(20);
    for (String metric : metrics) {
      assertThat(byGate.get(metric)).as(metric).isCloseTo(byProtocol.get(metric), within(1e-12));
    }
  }

  /** The same generation for each protocol, whose training part is the same. */
  private record Trained(Contender contender) implements Contender {
    @Override
    public void fit(Interactions training) {
      assertThat(training.size()).isEqualTo(events.training().size());
      contender.fit(events.training());
    }

    @Override
    public Supplier<Forecaster> frozen(Interactions log) {
      return contender.frozen(log);
    }
  }
}
