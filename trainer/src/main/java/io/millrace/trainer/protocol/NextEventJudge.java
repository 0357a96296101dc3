package io.millrace.trainer.protocol;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenReplay;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.evaluation.RollingReplay;
import io.millrace.trainer.learner.Workers;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PROTOCOLS P1: every event after the cut is predicted from the user's earlier ones, among all
 * items that the user has not rated. Frozen, nothing else is known of what comes after the cut;
 * rolling, every event before the one predicted is.
 */
final class NextEventJudge implements ProtocolJudge {
  private final Interactions log;
  private final int from;
  private final boolean rolling;
  private final int retrainEvery;
  private final int updateEvery;
  private final long cut;
  private final Workers workers;

  NextEventJudge(
      EvaluationData data, EvaluationOptions options, @Nullable Rolling often, Workers workers) {
    this.log = data.log();
    this.from = options.cut().firstAfter(log);
    this.cut = options.cut().millis(log);
    this.workers = workers;
    this.rolling = often != null;
    Rolling pace = Objects.requireNonNullElse(often, Rolling.NEVER);
    // Of the whole data: a part of it, judged in the same universe, is trained on at the same
    // events.
    int later = Math.max(log.size(), data.universe().ratings()) - from;
    this.retrainEvery = Rolling.events(pace.retrainEvery(), later);
    this.updateEvery = Rolling.events(pace.updateEvery(), later);
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("mode", rolling ? "rolling" : "frozen");
    facts.put("cut", cut / 1000);
    facts.put("training events", from);
    facts.put("later events", log.size() - from);
    if (rolling) {
      facts.put("retrained every", shown(retrainEvery));
      facts.put("updated every", shown(updateEvery));
    }
    return facts;
  }

  private static String shown(int every) {
    return every == Integer.MAX_VALUE ? "never" : every + " events";
  }

  @Override
  public ModelResult judge(String model, Contender contender, TrainingProgress progress) {
    Laps laps = new Laps();
    contender.fit(upTo(from));
    laps.lap("training");
    Predictions predictions =
        rolling
            ? rolling(contender, laps, new PredictionBar(model, log.size() - from, progress))
            : frozen(contender, new PredictionBar(model, log.size() - from, progress));
    laps.lap("predicting");
    requireSome(predictions);
    Map<String, Double> metrics = RankMetrics.of(predictions, log.itemIds().size());
    return ModelResult.of(model, metrics, predictions, laps.seconds());
  }

  private void requireSome(Predictions predictions) {
    if (predictions.all().isEmpty()) {
      throw new UserFault(
          "--protocol: p1 predicts what users with a history rate for the first time; none of the"
              + " %d events after the cut is such; choose an earlier cut, or other data"
                  .formatted(log.size() - from));
    }
  }

  /** What the sources find of the events to be predicted. */
  SourceRecall sourceRecall(RecommenderSettings settings) {
    return new SourceRecall(log, from, settings, workers);
  }

  private Interactions upTo(int end) {
    return log.where(event -> event < end);
  }

  private Predictions frozen(Contender contender, PredictionBar bar) {
    BitSet known = new BitSet();
    known.set(0, from);
    BitSet wanted = new BitSet();
    wanted.set(from, log.size());
    return new FrozenReplay(log, known, wanted, workers).run(contender.frozen(log), bar);
  }

  private Predictions rolling(Contender contender, Laps laps, PredictionBar bar) {
    return new RollingReplay(log, from)
        .run(contender.rolling(log), event -> learn(contender, event, laps), bar);
  }

  /** From all events before one, if it is time to. */
  private void learn(Contender contender, int event, Laps laps) {
    int since = event - from;
    boolean retrained = since % retrainEvery == 0;
    if (retrained || since % updateEvery == 0) {
      laps.lap("predicting");
      if (retrained) {
        contender.fit(upTo(event));
      } else {
        contender.update(upTo(event));
      }
      laps.lap("training");
    }
  }
}
