package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.Popularity;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.evaluation.Forecaster;
import io.millrace.trainer.evaluation.Ranking;
import io.millrace.trainer.evaluation.ScoreRanking;
import java.util.function.Supplier;

/** A {@link Baseline} under judgement; popularity answers for whoever has no history. */
final class BaselineContender implements RollingContender {
  private final Baseline baseline;
  private final Popularity popularity = new Popularity();

  BaselineContender(Baseline baseline) {
    this.baseline = baseline;
  }

  @Override
  public void fit(Interactions training) {
    baseline.fit(training);
    popularity.fit(training);
  }

  @Override
  public Supplier<Forecaster> frozen(Interactions log) {
    return () -> new Scores(log, false);
  }

  @Override
  public Forecaster rolling(Interactions log) {
    return new Scores(log, true);
  }

  private final class Scores implements Forecaster {
    private final Interactions log;
    private final boolean observing;
    private final float[] scores;

    Scores(Interactions log, boolean observing) {
      this.log = log;
      this.observing = observing;
      this.scores = new float[log.itemIds().size()];
    }

    @Override
    public Ranking rank(RatedItems history, long now) {
      (history.size() == 0 ? popularity : baseline).score(history, scores);
      return new ScoreRanking(scores, history::contains);
    }

    @Override
    public void accept(RatedItems before, int event) {
      if (observing) {
        baseline.observe(before, log.item(event));
        popularity.observe(before, log.item(event));
      }
    }
  }
}
