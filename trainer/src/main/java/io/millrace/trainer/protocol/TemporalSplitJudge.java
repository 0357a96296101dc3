package io.millrace.trainer.protocol;

import io.millrace.model.feature.HalfStars;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.ItemGenres;
import io.millrace.trainer.evaluation.ListMetrics;
import io.millrace.trainer.evaluation.Ranking;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PROTOCOLS P3: one list for each user as of the moment the newest tenth of the events begins; what
 * the user then rates 4 stars or more is relevant. The tenth before it is the validation part,
 * which whoever chooses by it has learned from in the end.
 */
final class TemporalSplitJudge implements ProtocolJudge {
  private static final double TEST_FROM = 0.9;
  private static final int[] CUTOFFS = {5, 10, 20, 50};
  private static final int COVERAGE_CUTOFF = 10;

  private final Interactions log;
  private final int from;

  TemporalSplitJudge(Interactions log) {
    this.log = log;
    this.from = new Cut.Quantile(TEST_FROM).firstAfter(log);
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("training events", from);
    facts.put("test events", log.size() - from);
    return facts;
  }

  @Override
  public ModelResult judge(String model, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(log.where(event -> event < from));
    laps.lap("training");
    Map<String, Double> metrics = metrics(contender.frozen(log).get(), model, progress);
    laps.lap("predicting");
    return ModelResult.of(model, metrics, null, laps.seconds());
  }

  private Map<String, Double> metrics(
      Forecaster forecaster, String model, TrainingProgress progress) {
    ListMetrics metrics = new ListMetrics(CUTOFFS, COVERAGE_CUTOFF, ItemGenres.of(log));
    int deepest = CUTOFFS[CUTOFFS.length - 1];
    PredictionBar bar = new PredictionBar(model, log.userIds().size(), progress);
    for (int user = 0; user < log.userIds().size(); user++) {
      BitSet relevant = relevant(user);
      if (!relevant.isEmpty()) {
        Ranking ranking = forecaster.rank(history(user), log.time(from - 1));
        metrics.add(ranking.top(deepest), relevant);
      }
      bar.accept(user + 1);
    }
    return metrics.means();
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
  private BitSet relevant(int user) {
    RatedItems before = history(user);
    BitSet relevant = new BitSet();
    for (int place = 0; place < log.ratingsOf(user); place++) {
      int event = log.eventOf(user, place);
      int item = log.item(event);
      if (event >= from && log.halfStars(event) >= HalfStars.LIKED && !before.contains(item)) {
        relevant.set(item);
      }
    }
    return relevant;
  }
}
