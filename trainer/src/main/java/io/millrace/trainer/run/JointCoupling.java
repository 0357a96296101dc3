package io.millrace.trainer.run;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples.Group;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.sampling.RetrievalSampler;
import java.util.List;

/**
 * Joint training: beside each step of the ranker the towers make one on their own loss and one on
 * the ranker's gradient at {@code x0 = user (.) item}, which is the item's vector times it for the
 * user and the user's vector times it for the item.
 */
final class JointCoupling implements RankerTraining.Coupling {
  private static final int REFRESH = 50;

  private final TrainerConfig config;
  private final UserInputs inputs;
  private final TwoTowerLearner towers;
  private final RetrievalSampler sampler;
  private float[] items;
  private int step;

  JointCoupling(
      TrainerConfig config,
      Interactions data,
      UserInputs inputs,
      TwoTowerLearner towers,
      UserInputs retrieval) {
    this.config = config;
    this.inputs = inputs;
    this.towers = towers;
    this.items = towers.embedItems();
    this.sampler =
        new RetrievalSampler(
            data, retrieval, config.batchSize(), config.historyLength(), config.poolSize());
    sampler.shuffle(config.seed());
  }

  @Override
  public void accept(List<Group> groups, float[] inputGradient) {
    step++;
    towers.step(sampler.batch(step % sampler.steps(), config.seed() + step));
    if (step % REFRESH == 0) {
      items = towers.embedItems();
    }
    int n = groups.stream().mapToInt(g -> g.items().length).sum();
    Rows rows = new Rows(n);
    groups.forEach(rows::add);
    float[] users = towers.embedUsers(n, rows.userRow, rows.dense, rows.history);
    rows.step(users, inputGradient);
  }

  /** One batch, a row for each pair. */
  private final class Rows {
    private final int n;
    private final int[] userRow;
    private final float[] dense;
    private final int[] history;
    private final int[] itemRow;
    private int next;

    Rows(int n) {
      this.n = n;
      this.userRow = new int[n];
      this.dense = new float[n * inputs.width()];
      this.history = new int[n * config.historyLength()];
      this.itemRow = new int[n];
    }

    void add(Group group) {
      for (int item : group.items()) {
        userRow[next] = inputs.userRow(group.event());
        inputs.copyDense(group.event(), dense, next * inputs.width());
        inputs.copyHistory(group.event(), history, next * config.historyLength());
        itemRow[next] = item + 1;
        next++;
      }
    }

    void step(float[] users, float[] inputGradient) {
      int dim = config.embeddingDim();
      int width = inputGradient.length / n;
      float[] atUser = new float[n * dim];
      float[] atItem = new float[n * dim];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < dim; k++) {
          float g = inputGradient[i * width + k];
          atUser[i * dim + k] = g * items[itemRow[i] * dim + k];
          atItem[i * dim + k] = g * users[i * dim + k];
        }
      }
      towers.stepOnGradient(n, userRow, dense, history, itemRow, atUser, atItem);
    }
  }
}
