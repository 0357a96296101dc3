package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenReplay;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.learner.Workers;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PROTOCOLS P2: each user's last event is predicted from all earlier ones; it and the one before,
 * the validation event, are not learned from. Users with fewer than three events are learned from
 * only.
 */
final class LeaveOneOutJudge implements ProtocolJudge {
  private static final int LEAST_EVENTS = 3;

  private final Interactions log;
  private final BitSet training;
  private final BitSet last = new BitSet();
  private final Workers workers;

  LeaveOneOutJudge(Interactions log, Workers workers) {
    this.log = log;
    this.workers = workers;
    this.training = new BitSet(log.size());
    training.set(0, log.size());
    for (int user = 0; user < log.userIds().size(); user++) {
      int events = log.ratingsOf(user);
      if (events >= LEAST_EVENTS) {
        last.set(log.eventOf(user, events - 1));
        training.clear(log.eventOf(user, events - 1));
        training.clear(log.eventOf(user, events - 2));
      }
    }
    if (last.isEmpty()) {
      throw new UserFault(
          "--protocol: p2 needs users with at least %d ratings, there is none of %d; use p3 or p4"
              .formatted(LEAST_EVENTS, log.userIds().size()));
    }
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("training events", training.cardinality());
    facts.put("test users", last.cardinality());
    return facts;
  }

  @Override
  public ModelResult judge(String model, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(log.where(training::get));
    laps.lap("training");
    Predictions predictions =
        new FrozenReplay(log, training, last, workers)
            .run(contender.frozen(log), new PredictionBar(model, last.cardinality(), progress));
    laps.lap("predicting");
    Map<String, Double> metrics = RankMetrics.of(predictions, log.itemIds().size());
    return ModelResult.of(model, metrics, predictions, laps.seconds());
  }
}
