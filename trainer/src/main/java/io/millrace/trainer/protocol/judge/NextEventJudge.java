package io.millrace.trainer.protocol.judge;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenReplay;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.contender.Proposer;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/** P1, frozen: but for each user's own history, nothing is known of what comes after the cut. */
final class NextEventJudge implements ProtocolJudge {
  private final NextEvents events;
  private final Workers workers;

  NextEventJudge(NextEvents events, Workers workers) {
    this.events = events;
    this.workers = workers;
  }

  @Override
  public TrainingPart training() {
    return events.part();
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = events.facts();
    facts.put("mode", "frozen");
    return facts;
  }

  @Override
  public Judged judge(String label, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(events.training());
    laps.lap("training");
    Interactions log = events.log();
    BitSet wanted = new BitSet();
    wanted.set(events.from(), log.size());
    Predictions predictions =
        new FrozenReplay(log, events.part().events(), wanted, workers)
            .run(contender.frozen(log), new PredictionBar(label, events.wanted(), progress));
    laps.lap("predicting");
    return events.judged(predictions, laps);
  }

  @Override
  public Map<String, Map<Integer, Double>> recall(
      Contender contender, RecommenderSettings settings, TrainingProgress progress) {
    Optional<Proposer> proposer = contender.proposer();
    if (proposer.isEmpty()) {
      return Map.of();
    }
    SourceRecall recall = new SourceRecall(events.log(), events.from(), settings, workers);
    return recall.of(proposer.get(), new PredictionBar("recall", recall.sampled(), progress));
  }
}
