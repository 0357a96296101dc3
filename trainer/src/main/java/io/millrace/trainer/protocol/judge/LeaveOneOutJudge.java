package io.millrace.trainer.protocol.judge;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenReplay;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.BitSet;
import java.util.Map;

/**
 * PROTOCOLS P2: each user's last event is predicted from all earlier ones; it and the one before,
 * the validation event, are not learned from. Users with fewer than three events are learned from
 * only.
 */
final class LeaveOneOutJudge implements ProtocolJudge {
  private static final int LEAST_EVENTS = 3;

  private final Interactions log;
  private final BitSet last = new BitSet();
  private final TrainingPart part;
  private final Interactions training;
  private final Workers workers;

  /**
   * A judge.
   *
   * @throws UserFault if no user has enough events
   */
  LeaveOneOutJudge(Interactions log, Workers workers) {
    this.log = log;
    this.workers = workers;
    BitSet known = new BitSet(log.size());
    known.set(0, log.size());
    for (int user = 0; user < log.userIds().size(); user++) {
      int events = log.ratingsOf(user);
      if (events >= LEAST_EVENTS) {
        last.set(log.eventOf(user, events - 1));
        known.clear(log.eventOf(user, events - 1));
        known.clear(log.eventOf(user, events - 2));
      }
    }
    if (last.isEmpty()) {
      throw new UserFault(
          "--protocol: p2 needs users with at least %d ratings, there is none of %d; use p3 or p4"
              .formatted(LEAST_EVENTS, log.userIds().size()));
    }
    this.part = new TrainingPart(known, null);
    this.training = log.where(known::get);
  }

  @Override
  public TrainingPart training() {
    return part;
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("test users", last.cardinality());
  }

  @Override
  public Judged judge(String label, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(training);
    laps.lap("training");
    Predictions predictions =
        new FrozenReplay(log, part.events(), last, workers)
            .run(contender.frozen(log), new PredictionBar(label, last.cardinality(), progress));
    laps.lap("predicting");
    return Judged.of(log, predictions, laps);
  }
}
