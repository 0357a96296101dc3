package io.millrace.trainer.protocol;

import io.millrace.model.feature.HalfStars;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.ItemGenres;
import io.millrace.trainer.evaluation.ListMetrics;
import io.millrace.trainer.evaluation.Ranking;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * PROTOCOLS P3: one list for each user as of the moment the newest tenth of the events begins; what
 * the user then rates 4 stars or more is relevant. The tenth before it is the validation part,
 * which whoever chooses by it has learned from in the end.
 */
final class TemporalSplitJudge implements ProtocolJudge {
  private static final int[] CUTOFFS = {5, 10, 20, 50};
  private static final int COVERAGE_CUTOFF = 10;

  private final Interactions log;
  private final int from;
  private final Interactions training;
  private final SortedMap<Integer, BitSet> relevant = new TreeMap<>();

  /**
   * A judge.
   *
   * @throws UserFault if there is no newest tenth, or nothing in it is relevant
   */
  TemporalSplitJudge(Interactions log) {
    this.log = log;
    NewestTenth newest = new NewestTenth(log);
    this.from =
        newest.from().orElseThrow(() -> fault(newest.absence() + "; use --protocol p2 or p4"));
    this.training = log.where(event -> event < from);
    for (int user = 0; user < log.userIds().size(); user++) {
      BitSet liked = liked(user);
      if (!liked.isEmpty()) {
        relevant.put(user, liked);
      }
    }
    if (relevant.isEmpty()) {
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
    return TrainingPart.before(from, moment());
  }

  /** When the lists are made: the newest event that is learned from. */
  private long moment() {
    return log.time(from - 1);
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
    List<String> dump = new ArrayList<>();
    ListMetrics metrics = new ListMetrics(CUTOFFS, COVERAGE_CUTOFF, ItemGenres.of(log));
    list(
        contender.frozen(log).get(),
        metrics,
        dump,
        new PredictionBar(label, relevant.size(), progress));
    laps.lap("predicting");
    return new Judged(metrics.means(), null, dump::stream, laps.seconds());
  }

  private void list(
      Forecaster forecaster, ListMetrics metrics, List<String> dump, PredictionBar bar) {
    DumpFormat format = new DumpFormat(log);
    relevant.forEach(
        (user, liked) -> {
          Ranking ranking = forecaster.rank(history(user), moment());
          metrics.add(ranking.top(CUTOFFS[CUTOFFS.length - 1]), liked);
          int[] items = liked.stream().toArray();
          int[] ranks = liked.stream().map(ranking::rankOf).toArray();
          dump.add(format.list(user, items, moment(), ranks, ranking.top(COVERAGE_CUTOFF)));
          bar.accept(dump.size());
        });
  }

  private RatedItems history(int user) {
    RatedItems history = new RatedItems(user);
    for (int place = 0; place < log.ratingsOf(user); place++) {
      int event = log.eventOf(user, place);
      if (event < from) {
        history.add(log.item(event));
      }
    }
    return history;
  }

  /** What the user likes in the test part and had not rated before. */
  private BitSet liked(int user) {
    RatedItems before = history(user);
    BitSet liked = new BitSet();
    for (int place = 0; place < log.ratingsOf(user); place++) {
      int event = log.eventOf(user, place);
      int item = log.item(event);
      if (event >= from && log.halfStars(event) >= HalfStars.LIKED && !before.contains(item)) {
        liked.set(item);
      }
    }
    return liked;
  }
}
