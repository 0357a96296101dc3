package io.millrace.trainer.evaluation;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Predicts events one after the other, each told to the forecaster once it is predicted (PROTOCOLS
 * P1, rolling). For one thread.
 */
public final class RollingReplay {
  private final Interactions log;
  private final int from;
  private final RatedItems[] histories;
  private final List<Prediction> predictions = new ArrayList<>();

  /**
   * A replay; runs once.
   *
   * @param from first event to be predicted
   */
  public RollingReplay(Interactions log, int from) {
    this.log = log;
    this.from = from;
    this.histories = new RatedItems[log.userIds().size()];
    for (int user = 0; user < histories.length; user++) {
      histories[user] = new RatedItems(user);
    }
    for (int event = 0; event < from; event++) {
      histories[log.user(event)].add(log.item(event));
    }
  }

  /**
   * Predicts.
   *
   * @param every so many events something is to be done, at least 1
   * @param due told the next event before it is predicted, every so many events
   * @param progress told the number of events done
   */
  public Predictions run(Forecaster forecaster, int every, IntConsumer due, IntConsumer progress) {
    for (int event = from; event < log.size(); event++) {
      if (event > from && (event - from) % every == 0) {
        due.accept(event);
      }
      RatedItems history = histories[log.user(event)];
      predict(event, history, forecaster);
      forecaster.accept(history, event);
      history.add(log.item(event));
      progress.accept(event - from + 1);
    }
    return new Predictions(predictions);
  }

  private void predict(int event, RatedItems history, Forecaster forecaster) {
    int item = log.item(event);
    if (history.size() > 0 && !history.contains(item)) {
      Ranking ranking = forecaster.rank(history, log.time(event));
      predictions.add(new Prediction(event, ranking.rankOf(item), ranking.top(Predictions.TOP)));
    }
  }
}
