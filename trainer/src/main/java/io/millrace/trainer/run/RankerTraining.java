package io.millrace.trainer.run;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.ranking.Calibration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.evaluation.EvenSample;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import io.millrace.trainer.sampling.Shuffle;
import io.millrace.trainer.sampling.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains the ranker. From random weights a candidate's epoch and scoring are chosen on the newest
 * tenth of its examples, which it does not learn from. Trained weights foretell all of their
 * examples before they learn from them, and are calibrated by that.
 */
final class RankerTraining {
  private static final double VALIDATION_SHARE = 0.1;
  private static final int VALIDATION_BATCH = 256;

  /** Fewest and most lists by which trained weights are calibrated. */
  private static final int LEAST_FORETOLD = 1000;

  private static final int MOST_FORETOLD = 5000;

  private static final float[] BLENDS = {0f, 0.05f, 0.1f, 0.2f, 0.3f, 0.5f};

  private final TrainerConfig config;
  private final Pace pace;
  private final RankerLearner learner;
  private final RankerPhase phase;
  private final FitLog log;
  private final TrainingProgress progress;

  /**
   * What came of it.
   *
   * @param tensors of the ranker, and of the towers where they moved, of the same moment
   */
  record Result(List<Tensor> tensors, Scoring scoring, int epochs) {}

  private record Validation(double ndcg, float blend) {}

  RankerTraining(
      TrainerConfig config,
      Pace pace,
      RankerLearner learner,
      RankerPhase phase,
      FitLog log,
      TrainingProgress progress) {
    this.config = config;
    this.pace = pace;
    this.learner = learner;
    this.phase = phase;
    this.log = log;
    this.progress = progress;
  }

  /** From random weights. */
  Result run(Schedule schedule) {
    Scoring scoring = schedule.scoring();
    return scoring == null ? choose(most(schedule)) : repeat(most(schedule), scoring);
  }

  /**
   * Goes on from trained weights, over examples that neither these nor the towers have seen. The
   * blend stays; where there are enough examples, probabilities are fitted to what the weights say
   * of them beforehand.
   */
  Result goOn(Schedule schedule) {
    Scoring known = Objects.requireNonNull(schedule.scoring(), "nothing is held out to choose by");
    RankerExamples examples = phase.examples();
    if (examples.size() < LEAST_FORETOLD) {
      return repeat(most(schedule), known);
    }
    BitSet foretold = EvenSample.of(0, examples.size(), MOST_FORETOLD);
    Calibration fitted = calibration(examples, foretold, known.blend());
    return repeat(most(schedule), new Scoring(known.blend(), fitted));
  }

  private int most(Schedule schedule) {
    return Math.min(schedule.rankingEpochs(), pace.rankingEpochs());
  }

  /** Stops at the best epoch by the newest tenth of the examples, and takes its scoring. */
  private Result choose(int atMost) {
    RankerExamples examples = phase.examples();
    Validation best = new Validation(Double.NEGATIVE_INFINITY, 0);
    Scoring scoring = new Scoring(0, null);
    List<Tensor> kept = tensors();
    int epochs = 0;
    double last = Double.NaN;
    for (int epoch = 1; epoch <= atMost; epoch++) {
      long started = System.nanoTime();
      Sums sums = epoch(examples, held(examples), epoch, atMost, last);
      examples = phase.examples();
      Validation now = validate(examples);
      last = now.ndcg();
      sums.log(epoch, last, pace.rankingRate(epoch, 1), started);
      if (!(now.ndcg() > best.ndcg())) {
        break;
      }
      best = now;
      epochs = epoch;
      scoring = new Scoring(now.blend(), calibration(examples, newest(examples), now.blend()));
      kept = tensors();
    }
    return new Result(kept, scoring, epochs);
  }

  /** Learns from all examples, for as long as was found best before. */
  private Result repeat(int epochs, Scoring scoring) {
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long started = System.nanoTime();
      RankerExamples examples = phase.examples();
      Sums sums = epoch(examples, examples.size(), epoch, epochs, Double.NaN);
      sums.log(epoch, Double.NaN, pace.rankingRate(epoch, 1), started);
    }
    return new Result(tensors(), scoring, epochs);
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>(phase.towers());
    tensors.addAll(learner.export());
    return tensors;
  }

  /** Where the newest tenth begins, by which epoch and scoring are chosen. */
  private static int held(RankerExamples examples) {
    int all = examples.size();
    return all - Math.clamp((int) (all * VALIDATION_SHARE), Math.min(1, all), all);
  }

  private final class Sums {
    private double total;
    private double rating;
    private double click;
    private int steps;

    void add(RankingLoss loss) {
      total += loss.total();
      rating += loss.rating();
      click += loss.click();
      steps++;
    }

    double mean() {
      return total / Math.max(1, steps);
    }

    void log(int epoch, double validation, double rate, long started) {
      int n = Math.max(1, steps);
      log.ranking(
          epoch, (long) epoch * steps, mean(), rating / n, click / n, validation, rate, started);
    }
  }

  private Sums epoch(RankerExamples examples, int end, int epoch, int epochs, double metric) {
    int[] order = shuffled(end, config.seed() + epoch);
    int groups = Math.max(1, config.batchSize() / (1 + config.rankerNegatives()));
    Sums sums = new Sums();
    int[] part = new int[0];
    Steps cut = new Steps(end, groups);
    int steps = cut.count();
    for (int step = 0; step < steps; step++) {
      double done = (epoch - 1 + (double) step / steps) / epochs;
      phase.scaleRate(pace.rankingRate(epoch, (double) step / steps));
      part = cut(order, cut.from(step), cut.to(step), part);
      sums.add(phase.step(examples, part));
      progress.update(
          new TrainingProgress.Stage(
              "ranking", epoch, epochs, done + 1.0 / steps / epochs, sums.mean(), metric));
    }
    return sums;
  }

  /** A stretch of the order, in the array of the step before where it is as long. */
  private static int[] cut(int[] order, int from, int to, int[] before) {
    int[] part = before.length == to - from ? before : new int[to - from];
    System.arraycopy(order, from, part, 0, part.length);
    return part;
  }

  private static int[] shuffled(int n, long seed) {
    int[] order = IntStream.range(0, n).toArray();
    Shuffle.of(order, new SplittableRandom(seed));
    return order;
  }

  /** NDCG@10 of the rated item among its negatives, for the best blend. */
  private Validation validate(RankerExamples examples) {
    int[] groups =
        IntStream.range(held(examples), examples.size()).filter(examples::proposed).toArray();
    double[] gains = new double[BLENDS.length];
    for (int from = 0; from < groups.length; from += VALIDATION_BATCH) {
      int to = Math.min(groups.length, from + VALIDATION_BATCH);
      addGains(examples, Arrays.copyOfRange(groups, from, to), gains);
    }
    Validation best = new Validation(Double.NEGATIVE_INFINITY, 0);
    for (int b = 0; b < BLENDS.length; b++) {
      double ndcg = gains[b] / Math.max(1, groups.length);
      best = ndcg > best.ndcg() ? new Validation(ndcg, BLENDS[b]) : best;
    }
    return best;
  }

  private static BitSet newest(RankerExamples examples) {
    BitSet newest = new BitSet();
    newest.set(held(examples), examples.size());
    return newest;
  }

  /** What scores by that blend say of some groups. */
  private @Nullable Calibration calibration(RankerExamples examples, BitSet groups, float blend) {
    CalibrationFit fit = new CalibrationFit();
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      if (examples.proposed(group)) {
        RankingBatch batch = examples.batch(new int[] {group});
        float[] heads = learner.score(batch.size(), batch.input());
        double[] scores =
            IntStream.range(0, batch.size()).mapToDouble(row -> score(heads, row, blend)).toArray();
        fit.add(scores);
      } else {
        fit.addMissed();
      }
    }
    return fit.fit();
  }

  private void addGains(RankerExamples examples, int[] part, double[] gains) {
    RankingBatch batch = examples.batch(part);
    float[] heads = learner.score(batch.size(), batch.input());
    int row = 0;
    for (int group : part) {
      for (int b = 0; b < BLENDS.length; b++) {
        gains[b] += gain(heads, row, examples.rows(group), BLENDS[b]);
      }
      row += examples.rows(group);
    }
  }

  private static double gain(float[] heads, int row, int count, float blend) {
    double rated = score(heads, row, blend);
    int above = 0;
    for (int k = 1; k < count; k++) {
      above += score(heads, row + k, blend) < rated ? 0 : 1;
    }
    return above < 10 ? RankMetrics.gain(above + 1) : 0;
  }

  private static double score(float[] heads, int row, float blend) {
    return Scoring.score(heads[2 * row], heads[2 * row + 1], blend);
  }
}
