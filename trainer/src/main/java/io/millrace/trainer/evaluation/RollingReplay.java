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
   * @param before told each event but the first before it is predicted
   * @param progress told the number of events done
   */
  public Predictions run(Forecaster forecaster, IntConsumer before, IntConsumer progress) {
    for (int event = from; event < log.size(); event++) {
      if (event > from) {
        before.accept(event);
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
      predictions.add(Prediction.of(event, item, ranking));
    }
  }
}
