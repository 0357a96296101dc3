package io.millrace.trainer.protocol.judge;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.EvenSample;
import io.millrace.trainer.evaluation.FrozenReplay;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.protocol.contender.Proposer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How many of the items rated next are among the first n candidates: of each source by itself, in
 * its own order, and of the union of all with shares as configured. On a sample of the events,
 * evenly spaced.
 */
final class SourceRecall {
  private static final int SAMPLE = 4000;
  private static final int[] SIZES = {10, 20, 50, 100, 200, 300, 500};
  private static final int[] UNION_SIZES = {50, 100, 200, 300, 500};
  private static final int MOST = 500;

  private final Interactions log;
  private final BitSet known;
  private final BitSet sample;
  private final RecommenderSettings settings;
  private final Workers workers;

  /**
   * A measurement.
   *
   * @param from first event that is not known
   * @param settings of the union
   */
  SourceRecall(Interactions log, int from, RecommenderSettings settings, Workers workers) {
    this.log = log;
    this.known = new BitSet();
    known.set(0, from);
    this.settings = settings;
    this.workers = workers;
    this.sample = EvenSample.of(from, log.size() - from, SAMPLE);
  }

  /** Recall by source and number of candidates; {@code union} is the whole. */
  Map<String, Map<Integer, Double>> of(Proposer proposer, IntConsumer progress) {
    Map<String, Map<Integer, Double>> recall = new LinkedHashMap<>();
    for (SourceKind source : SourceKind.values()) {
      recall.put(source.label(), alone(proposer, source, progress));
    }
    Map<Integer, Double> union = new TreeMap<>();
    for (int size : UNION_SIZES) {
      union.put(size, at(size, predicted(proposer, scaled(size), null, progress)));
    }
    recall.put("union", union);
    return recall;
  }

  private Map<Integer, Double> alone(Proposer proposer, SourceKind source, IntConsumer progress) {
    RecommenderSettings by =
        sized(
            2 * MOST, // room for what popularity fills it up with
            source == SourceKind.INDEX ? MOST : 0,
            source == SourceKind.TRANSITIONS ? MOST : 0,
            source == SourceKind.POPULARITY ? MOST : 0,
            source == SourceKind.FRESH ? MOST : 0);
    Predictions found = predicted(proposer, by, source, progress);
    Map<Integer, Double> recall = new TreeMap<>();
    for (int size : SIZES) {
      recall.put(size, at(size, found));
    }
    return recall;
  }

  private RecommenderSettings scaled(int size) {
    double factor = (double) size / settings.candidates();
    return sized(
        size,
        (int) Math.round(factor * settings.indexCandidates()),
        (int) Math.round(factor * settings.transitionCandidates()),
        (int) Math.round(factor * settings.popularityCandidates()),
        (int) Math.round(factor * settings.freshCandidates()));
  }

  private RecommenderSettings sized(
      int size, int index, int transitions, int popularity, int fresh) {
    return new RecommenderSettings(
        size,
        index,
        transitions,
        settings.transitionHistory(),
        settings.transitionDecay(),
        popularity,
        fresh);
  }

  private Predictions predicted(
      Proposer proposer,
      RecommenderSettings with,
      @Nullable SourceKind source,
      IntConsumer progress) {
    return new FrozenReplay(log, known, sample, workers)
        .run(proposer.candidates(log, with, source), progress);
  }

  private static double at(int size, Predictions found) {
    long hits = found.all().stream().filter(prediction -> prediction.rank() <= size).count();
    return (double) hits / Math.max(1, found.all().size());
  }

  /** Events predicted in each pass. */
  int sampled() {
    return sample.cardinality();
  }
}
