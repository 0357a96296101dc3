package io.millrace.tests.benchmark.training;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.List;
import java.util.Map;

/**
 * Runs one case on one engine after the other. Batches are made once per case and taken in turn.
 */
final class CaseRunner {
  private static final int BATCHES = 8;
  private static final long SEED = 42;

  private final StepTimer timer;
  private final RowDraw draw;
  private final int threads;

  CaseRunner(StepTimer timer, RowDraw draw, int threads) {
    this.timer = timer;
    this.draw = draw;
    this.threads = threads;
  }

  /** Measures each engine that has room, and tells the listener as it goes. */
  void run(TrainingCase measured, List<EngineChoice> engines, CaseListener listener) {
    switch (measured.model()) {
      case TWO_TOWER -> runTowers(measured, engines, listener);
      case DCN -> runRanker(measured, engines, listener);
    }
  }

  private void runTowers(TrainingCase measured, List<EngineChoice> engines, CaseListener listener) {
    TwoTowerSpec spec = BenchmarkSpecs.towers(measured.tableRows());
    List<RetrievalBatch> batches =
        SyntheticBatches.retrieval(spec, measured.batch(), BATCHES, draw, SEED);
    double flops = StepFlops.towers(spec, measured.batch());
    for (EngineChoice choice : engines) {
      TableMemory.refusal(choice, measured.tableRows(), spec.dim())
          .ifPresentOrElse(
              why -> listener.skipped(choice.name(), why),
              () ->
                  listener.measured(
                      row(measured, choice.name(), flops, towers(choice, spec, batches))));
    }
  }

  private StepTimer.Result towers(
      EngineChoice choice, TwoTowerSpec spec, List<RetrievalBatch> batches) {
    try (Engine engine = choice.open().apply(threads);
        TwoTowerLearner learner = engine.towers(spec)) {
      return timer.time(step -> learner.step(batches.get(step % BATCHES)));
    }
  }

  private void runRanker(TrainingCase measured, List<EngineChoice> engines, CaseListener listener) {
    RankerSpec spec = BenchmarkSpecs.ranker(Map.of());
    List<RankingBatch> batches = SyntheticBatches.ranking(spec, measured.batch(), BATCHES, SEED);
    double flops = StepFlops.ranker(spec, measured.batch());
    for (EngineChoice choice : engines) {
      listener.measured(row(measured, choice.name(), flops, ranker(choice, spec, batches)));
    }
  }

  private StepTimer.Result ranker(
      EngineChoice choice, RankerSpec spec, List<RankingBatch> batches) {
    try (Engine engine = choice.open().apply(threads);
        RankerLearner learner = engine.ranker(spec)) {
      return timer.time(step -> learner.step(batches.get(step % BATCHES), null).total());
    }
  }

  private static TrainReport.Row row(
      TrainingCase measured, String engine, double flops, StepTimer.Result result) {
    return new TrainReport.Row(
        measured.model().label(),
        engine,
        measured.batch(),
        measured.tableRows(),
        measured.batch() / result.secondsPerStep(),
        flops / result.secondsPerStep() / 1e9,
        result.allocatedBytesPerStep());
  }
}
