package io.millrace.trainer.protocol.judge;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PROTOCOLS P1: the events up to the cut are learned from, every later one is predicted from the
 * user's earlier ones, among all items that the user has not rated.
 */
final class NextEvents {
  private final Interactions log;
  private final int from;
  private final int later;
  private final TrainingPart part;
  private final Interactions training;

  /**
   * Cuts.
   *
   * @throws UserFault if nothing is up to the cut, or nothing after it
   */
  NextEvents(EvaluationData data, Cut cut) {
    this.log = data.log();
    this.from = cut.firstAfter(log).orElseThrow(() -> cut.outside(log, "use --protocol p2 or p4"));
    // Of the whole data: a part of it, judged in the same universe, is trained on at the same
    // events.
    this.later = Math.max(log.size(), data.universe().ratings()) - from;
    this.part = TrainingPart.before(from, cut.millis(log));
    this.training = upTo(from);
  }

  /** All events. */
  Interactions log() {
    return log;
  }

  /** The first event after the cut. */
  int from() {
    return from;
  }

  /** How many events follow the cut in the whole data, of which these may be a part. */
  int later() {
    return later;
  }

  /** How many are to be predicted. */
  int wanted() {
    return log.size() - from;
  }

  TrainingPart part() {
    return part;
  }

  /** What is learned from first, for all who share a training. */
  Interactions training() {
    return training;
  }

  /** All events before one, as they would be known. */
  Interactions upTo(int end) {
    return log.where(event -> event < end);
  }

  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("later events", wanted());
    return facts;
  }

  /**
   * What was found.
   *
   * @throws UserFault if none of the events could be predicted
   */
  Judged judged(Predictions predictions, Laps laps) {
    if (predictions.all().isEmpty()) {
      throw new UserFault(
          "--protocol: p1 predicts what users with a history rate for the first time; none of the"
              + " %d events after the cut is such; choose an earlier cut, or other data"
                  .formatted(wanted()));
    }
    return Judged.of(log, predictions, laps);
  }
}
