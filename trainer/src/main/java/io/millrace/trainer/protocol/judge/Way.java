package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way in which one of the protocols that rank (P1, P2, P3) judges. For one thread.
 *
 * @param name such as {@code frozen} or {@code retrain-5%}; null where it is the only one
 */
public record Way(@Nullable String name, ProtocolJudge judge) {
  /** The name, where there are several, of the one in which nothing moves: the first of them. */
  public static final String FROZEN = "frozen";

  /**
   * Those of P1.
   *
   * @param rolling each a way; none for frozen alone; before several, frozen is a way too
   * @param workers not closed here
   * @return at least one
   * @throws io.millrace.runtime.UserFault if no event is up to the cut, or none after it
   */
  public static List<Way> nextEvent(
      EvaluationData data, Cut cut, List<Rolling> rolling, Workers workers) {
    NextEvents events = new NextEvents(data, cut);
    ProtocolJudge frozen = new NextEventJudge(events, workers);
    if (rolling.isEmpty()) {
      return List.of(new Way(null, frozen));
    }
    if (rolling.size() == 1) {
      return List.of(new Way(null, new RollingJudge(events, rolling.getFirst())));
    }
    List<Way> ways = new ArrayList<>(List.of(new Way(FROZEN, frozen)));
    rolling.forEach(often -> ways.add(new Way(often.label(), new RollingJudge(events, often))));
    return ways;
  }

  /**
   * The only one of P2.
   *
   * @param workers not closed here
   * @throws io.millrace.runtime.UserFault if no user has three events
   */
  public static List<Way> leaveOneOut(Interactions log, Workers workers) {
    return List.of(new Way(null, new LeaveOneOutJudge(log, workers)));
  }

  /**
   * The only one of P3.
   *
   * @param workers not closed here
   * @throws io.millrace.runtime.UserFault if there is no newest tenth, or nothing relevant in it
   */
  public static List<Way> temporalSplit(Interactions log, Workers workers) {
    return List.of(new Way(null, new TemporalSplitJudge(log, workers)));
  }
}
