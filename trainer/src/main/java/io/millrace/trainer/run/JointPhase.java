package io.millrace.trainer.run;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.sampling.BatchSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Joint training: towers and ranker make one step on {@code L = L_retrieval + a L_rating + b
 * L_click}. The ranker's {@code x0} begins with the product of the two unit vectors of this very
 * step, so its gradient reaches each tower through the other's vector. Candidates are proposed anew
 * by the towers of the moment before every epoch.
 */
final class JointPhase implements RankerPhase {
  private final TwoTowerLearner towers;
  private final RankerLearner ranker;
  private final BatchSource sampler;
  private final Supplier<RankerExamples> examples;
  private final int dim;
  private final long seed;
  private long steps;

  /**
   * A phase.
   *
   * @param sampler over the stretch that the examples come from
   * @param examples gathers them with the towers as they are
   * @param dim of a unit vector
   */
  JointPhase(
      TwoTowerLearner towers,
      RankerLearner ranker,
      BatchSource sampler,
      Supplier<RankerExamples> examples,
      int dim,
      long seed) {
    this.towers = towers;
    this.ranker = ranker;
    this.sampler = sampler;
    this.examples = examples;
    this.dim = dim;
    this.seed = seed;
  }

  @Override
  public RankerExamples examples() {
    return examples.get();
  }

  @Override
  public RankingLoss step(RankerExamples all, int[] part) {
    int[] events = Arrays.stream(part).map(all::event).toArray();
    int[] items = Arrays.stream(part).flatMap(g -> Arrays.stream(all.items(g))).toArray();
    RetrievalBatch batch = sampler.batch(events, items, seed + steps++);
    Pairs pairs = new Pairs(all, part, batch);
    towers.step(batch, pairs::addGradients);
    return pairs.loss;
  }

  @Override
  public void scaleRate(double factor) {
    towers.scaleRate(factor);
    ranker.scaleRate(factor);
  }

  @Override
  public List<Tensor> towers() {
    return towers.export();
  }

  /** The ranker's rows of one step, and where their users and items are in the towers' batch. */
  private final class Pairs {
    private final RankingBatch rows;
    private final int[] userOf;
    private final int[] itemOf;
    private final int width;
    private RankingLoss loss = new RankingLoss();

    Pairs(RankerExamples all, int[] part, RetrievalBatch batch) {
      this.rows = all.batch(part);
      this.width = rows.input().length / rows.size();
      this.userOf = new int[rows.size()];
      this.itemOf = new int[rows.size()];
      int[] placeOfRow = new int[1 + Arrays.stream(batch.pool()).max().orElse(0)];
      for (int p = 0; p < batch.pool().length; p++) {
        placeOfRow[batch.pool()[p]] = p;
      }
      int row = 0;
      for (int user = 0; user < part.length; user++) {
        for (int item : all.items(part[user])) {
          userOf[row] = batch.rowOf(user);
          itemOf[row++] = placeOfRow[item + 1];
        }
      }
    }

    void addGradients(float[] users, float[] items, float[] atUsers, float[] atItems) {
      float[] input = rows.input();
      for (int row = 0; row < rows.size(); row++) {
        for (int k = 0; k < dim; k++) {
          input[row * width + k] = users[userOf[row] * dim + k] * items[itemOf[row] * dim + k];
        }
      }
      float[] gradient = new float[input.length];
      loss = ranker.step(rows, gradient);
      for (int row = 0; row < rows.size(); row++) {
        for (int k = 0; k < dim; k++) {
          float g = gradient[row * width + k];
          atUsers[userOf[row] * dim + k] += g * items[itemOf[row] * dim + k];
          atItems[itemOf[row] * dim + k] += g * users[userOf[row] * dim + k];
        }
      }
    }
  }
}
