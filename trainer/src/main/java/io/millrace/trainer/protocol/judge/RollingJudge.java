package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.RollingReplay;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.contender.RollingContender;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.Map;

/** P1, rolling: every event before the one predicted is known, and may be learned from. */
final class RollingJudge implements ProtocolJudge {
  private final NextEvents events;
  private final int retrainEvery;
  private final int updateEvery;

  RollingJudge(NextEvents events, Rolling often) {
    this.events = events;
    this.retrainEvery = Rolling.events(often.retrainEvery(), events.later());
    this.updateEvery = Rolling.events(often.updateEvery(), events.later());
  }

  @Override
  public TrainingPart training() {
    return events.part();
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = events.facts();
    facts.put("mode", "rolling");
    facts.put("retrained every", shown(retrainEvery));
    facts.put("updated every", shown(updateEvery));
    return facts;
  }

  private static String shown(int every) {
    return every == Integer.MAX_VALUE ? "never" : every + " events";
  }

  @Override
  public Judged judge(String label, Contender contender, TrainingProgress progress) {
    RollingContender rolling = contender.asRolling().orElseThrow(); // options refuse the others
    Laps laps = new Laps();
    rolling.fit(events.training());
    laps.lap("training");
    Predictions predictions =
        new RollingReplay(events.log(), events.from())
            .run(
                rolling.rolling(events.log()),
                event -> learn(rolling, event, laps),
                new PredictionBar(label, events.wanted(), progress));
    laps.lap("predicting");
    return events.judged(predictions, laps);
  }

  /** From all events before one, if it is time to. */
  private void learn(RollingContender contender, int event, Laps laps) {
    int since = event - events.from();
    boolean retrained = since % retrainEvery == 0;
    if (retrained || since % updateEvery == 0) {
      laps.lap("predicting");
      if (retrained) {
        contender.fit(events.upTo(event));
      } else {
        contender.update(events.upTo(event));
      }
      laps.lap("training");
    }
  }
}
