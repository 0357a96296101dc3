package io.millrace.trainer.run;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.vector.Vectors;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.evaluation.EvenSample;
import io.millrace.trainer.evaluation.RankMetrics;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.sampling.BatchSource;
import io.millrace.trainer.sampling.EventWindows;
import java.util.BitSet;
import java.util.List;

/** Trains the towers, epoch by epoch, and keeps the weights of the best one by validation. */
final class RetrievalTraining {
  /** Most events per validation, evenly spaced: for choosing an epoch only, never reported. */
  private static final int VALIDATIONS = 2000;

  /** Users embedded at a time. */
  private static final int SEQUENCES = 100;

  private final TrainerConfig config;
  private final Pace pace;
  private final UserHistory history;
  private final Interactions interactions;
  private final UserInputs validation;
  private final TwoTowerLearner learner;
  private final BatchSource sampler;
  private final EventWindows windows;
  private final FitLog log;
  private final TrainingProgress progress;
  private final List<Integer> validated;

  /** What came of it. */
  record Result(List<Tensor> tensors, int epochs) {}

  RetrievalTraining(
      TrainerConfig config,
      Pace pace,
      UserHistory history,
      Interactions interactions,
      UserInputs validation,
      TwoTowerLearner learner,
      BatchSource sampler,
      FitLog log,
      TrainingProgress progress) {
    this.config = config;
    this.pace = pace;
    this.history = history;
    this.interactions = interactions;
    this.validation = validation;
    this.windows =
        new EventWindows(interactions, validation.from(), validation.to(), config.historyLength());
    this.learner = learner;
    this.sampler = sampler;
    this.log = log;
    this.progress = progress;
    this.validated =
        EvenSample.of(validation.from(), validation.to() - validation.from(), VALIDATIONS).stream()
            .filter(event -> interactions.place(event) > 0)
            .boxed()
            .toList();
  }

  Result run(Schedule schedule) {
    double best = Double.NEGATIVE_INFINITY;
    double last = Double.NaN;
    List<Tensor> kept = List.of();
    int epochs = 0;
    int most = Math.min(schedule.retrievalEpochs(), pace.retrievalEpochs());
    for (int epoch = 1; epoch <= most; epoch++) {
      long started = System.nanoTime();
      double loss = epoch("retrieval", epoch, most, last);
      last = schedule.chooses() ? validate() : Double.NaN;
      log.retrieval(
          epoch, (long) epoch * sampler.steps(), loss, last, pace.retrievalRate(epoch, 1), started);
      if (!schedule.chooses() || last > best) {
        best = last;
        epochs = epoch;
        kept = epoch == most || schedule.chooses() ? learner.export() : kept;
      } else {
        break;
      }
    }
    return new Result(kept, epochs);
  }

  /**
   * Goes on from trained weights without validation.
   *
   * @return the weights after the last epoch
   */
  List<Tensor> further() {
    int epochs = pace.retrievalEpochs();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long started = System.nanoTime();
      double loss = epoch("finish", epoch, epochs, Double.NaN);
      log.finish(
          epoch, (long) epoch * sampler.steps(), loss, pace.retrievalRate(epoch, 1), started);
    }
    return learner.export();
  }

  private double epoch(String phase, int epoch, int epochs, double metric) {
    sampler.shuffle(config.seed() + epoch);
    double sum = 0;
    for (int step = 0; step < sampler.steps(); step++) {
      learner.scaleRate(pace.retrievalRate(epoch, (double) step / sampler.steps()));
      sum += learner.step(sampler.batch(step, config.seed() * 31 + epoch * 1_000_003L + step));
      double fraction = (epoch - 1 + (step + 1.0) / sampler.steps()) / epochs;
      progress.update(
          new TrainingProgress.Stage(phase, epoch, epochs, fraction, sum / (step + 1), metric));
    }
    return sum / sampler.steps();
  }

  /** NDCG@10 of the towers alone over all items not rated before. */
  private double validate() {
    float[] items = learner.embedItems();
    double gain = 0;
    for (int from = 0; from < validated.size(); from += config.batchSize()) {
      List<Integer> part =
          validated.subList(from, Math.min(validated.size(), from + config.batchSize()));
      float[] users = embed(part);
      for (int i = 0; i < part.size(); i++) {
        gain += gain(part.get(i), users, i, items);
      }
    }
    return validated.isEmpty() ? 0 : gain / validated.size();
  }

  private float[] embed(List<Integer> events) {
    return switch (history) {
      case POOLED -> embedPooled(events);
      case SEQUENCE -> embedSequences(events);
    };
  }

  private float[] embedPooled(List<Integer> events) {
    int n = events.size();
    int[] rows = new int[n];
    float[] dense = new float[n * validation.width()];
    int[] recent = new int[n * config.historyLength()];
    for (int i = 0; i < n; i++) {
      rows[i] = validation.userRow(events.get(i));
      validation.copyDense(events.get(i), dense, i * validation.width());
      validation.copyHistory(events.get(i), recent, i * config.historyLength());
    }
    return learner.embedUsers(n, rows, dense, recent);
  }

  /** Only the last rows are asked for: of the others the tower may see no numbers. */
  private float[] embedSequences(List<Integer> events) {
    int dim = config.embeddingDim();
    float[] users = new float[events.size() * dim];
    for (int from = 0; from < events.size(); from += SEQUENCES) {
      int to = Math.min(events.size(), from + SEQUENCES);
      int[] part = events.subList(from, to).stream().mapToInt(e -> e).toArray();
      EventSequences packed = windows.pack(windows.endingAt(part)).sequences();
      int[] rows = new int[packed.rows()];
      float[] dense = new float[rows.length * validation.width()];
      for (int i = 0; i < part.length; i++) {
        int last = packed.last()[i];
        rows[last] = validation.userRow(part[i]);
        validation.copyDense(part[i], dense, last * validation.width());
      }
      float[] vectors = learner.embedUsers(rows, dense, packed);
      for (int i = 0; i < part.length; i++) {
        System.arraycopy(vectors, packed.last()[i] * dim, users, (from + i) * dim, dim);
      }
    }
    return users;
  }

  private double gain(int event, float[] users, int row, float[] items) {
    int dim = config.embeddingDim();
    BitSet seen = new BitSet();
    for (int place = 0; place < interactions.place(event); place++) {
      seen.set(interactions.item(interactions.eventOf(interactions.user(event), place)));
    }
    int rated = interactions.item(event);
    float score = dot(users, row * dim, items, (rated + 1) * dim, dim);
    int above = 0;
    for (int item = 0; item < interactions.itemIds().size() && above < 10; item++) {
      if (item != rated && !seen.get(item)) {
        // not "at least": a score that is no number must not count as beaten
        above += dot(users, row * dim, items, (item + 1) * dim, dim) < score ? 0 : 1;
      }
    }
    return above < 10 ? RankMetrics.gain(above + 1) : 0;
  }

  private static float dot(float[] a, int i, float[] b, int j, int n) {
    return Vectors.dot(a, i, b, j, n);
  }
}
