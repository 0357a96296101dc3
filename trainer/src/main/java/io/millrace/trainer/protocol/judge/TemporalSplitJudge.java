package io.millrace.trainer.protocol.judge;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.PredictionBar;
import io.millrace.trainer.evaluation.StaticLists;
import io.millrace.trainer.evaluation.StaticLists.UserList;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Contender;
import io.millrace.trainer.protocol.data.TrainingPart;
import java.util.List;
import java.util.Map;

/**
 * PROTOCOLS P3: {@link StaticLists} as of the moment the newest tenth of the events begins. The
 * tenth before it is the validation part, which whoever chooses by it has learned from in the end.
 */
final class TemporalSplitJudge implements ProtocolJudge {
  private final Interactions log;
  private final int from;
  private final Interactions training;
  private final StaticLists lists;

  /**
   * A judge.
   *
   * @throws UserFault if there is no newest tenth, or nothing in it is relevant
   */
  TemporalSplitJudge(Interactions log, Workers workers) {
    this.log = log;
    NewestTenth newest = new NewestTenth(log);
    this.from =
        newest.from().orElseThrow(() -> fault(newest.absence() + "; use --protocol p2 or p4"));
    this.training = log.where(event -> event < from);
    this.lists = new StaticLists(log, from, workers);
    if (lists.size() == 0) {
      throw fault(
          "none of its %d ratings is 4 stars or more for an item that is new to the user; use --protocol p1 or p2"
              .formatted(log.size() - from));
    }
  }

  private static UserFault fault(String why) {
    return new UserFault("--protocol: p3 judges by the newest tenth of the ratings: " + why);
  }

  @Override
  public TrainingPart training() {
    return TrainingPart.before(from, lists.moment());
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("test events", log.size() - from);
  }

  @Override
  public Judged judge(String label, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(training);
    laps.lap("training");
    List<UserList> found =
        lists.of(contender.frozen(log), new PredictionBar(label, lists.size(), progress));
    laps.lap("predicting");
    DumpFormat format = new DumpFormat(log);
    return new Judged(
        lists.metrics(found),
        null,
        () -> found.stream().map(list -> format.list(list, lists.moment())),
        laps.seconds());
  }
}
