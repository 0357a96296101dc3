package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.trainer.dataset.ExampleRows;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.VectorLoss;
import io.millrace.trainer.sampling.RetrievalSampler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two floats per vector, one feature per pair: user vectors are (1, 2), item o's vector is (o, 10).
 */
class JointPhaseTest {
  private static final int DIM = 2;
  private final Interactions data = interactions();
  private final UserInputs inputs =
      new UserInputs(
          data,
          FeatureEncoder.fit(List.of(), List.of()),
          FeatureSettings.defaults(),
          2,
          data.size(),
          1,
          8);
  private final List<float[]> ranked = new ArrayList<>();
  private final List<float[]> atUsers = new ArrayList<>();
  private final List<float[]> atItems = new ArrayList<>();
  private final List<Double> rates = new ArrayList<>();

  private static Interactions interactions() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < 6; i++) {
      columns.add("u" + i % 2, "i" + i, 8, 1000L + i, 0, i);
    }
    return columns.snapshot();
  }

  @Test
  void shouldHandTheRankerThisStepsVectorsAndTheTowersItsGradient() {
    RankerExamples examples = new RankerExamples(DIM + 1);
    ExampleRows.add(examples, 3, 3, 5);
    ExampleRows.add(examples, 4, 4, 0, 5);
    RetrievalSampler sampler = new RetrievalSampler(data, inputs, 4, 1, 8);
    JointPhase phase = new JointPhase(new Towers(), new Ranker(), sampler, () -> examples, DIM, 7);

    RankingLoss loss = phase.step(examples, new int[] {0, 1});
    phase.scaleRate(0.5);

    // x0 = user (.) item, then the pair's own feature, which is the item's ordinal.
    assertThat(ranked.getFirst()).containsExactly(3, 20, 3, 5, 20, 5, 4, 20, 4, 0, 20, 0, 5, 20, 5);
    assertThat(loss.total()).isEqualTo(42);
    // The ranker's gradient is 1 and 0.5 at the product's two floats, for each of its rows.
    assertThat(atUsers.getFirst()).containsExactly(3 + 5, 5 + 5, 4 + 0 + 5, 5 + 5 + 5);
    // Item 5 is in both groups; items 1 and 2 in none.
    assertThat(atItems.getFirst()).containsExactly(1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2);
    assertThat(rates).containsExactly(0.5, 0.5);
  }

  private final class Ranker implements RankerLearner {
    @Override
    public RankingLoss step(RankingBatch batch, float @Nullable [] inputGradient) {
      ranked.add(batch.input().clone());
      for (int i = 0; inputGradient != null && i < inputGradient.length; i++) {
        inputGradient[i] = i % 3 == 0 ? 1 : i % 3 == 1 ? 0.5f : 9;
      }
      RankingLoss loss = new RankingLoss();
      loss.set(42, 0, 0, 0);
      return loss;
    }

    @Override
    public void scaleRate(double factor) {
      rates.add(factor);
    }

    @Override
    public float[] score(int size, float[] input) {
      return new float[2 * size];
    }

    @Override
    public List<Tensor> export() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private final class Towers implements TwoTowerLearner {
    @Override
    public double step(RetrievalBatch batch, VectorLoss further) {
      float[] users = new float[batch.size() * DIM];
      for (int i = 0; i < batch.size(); i++) {
        users[2 * i] = 1;
        users[2 * i + 1] = 2;
      }
      float[] items = new float[batch.pool().length * DIM];
      for (int p = 0; p < batch.pool().length; p++) {
        items[2 * p] = batch.pool()[p] - 1;
        items[2 * p + 1] = 10;
      }
      float[] userGradient = new float[users.length];
      float[] itemGradient = new float[items.length];
      further.addGradients(users, items, userGradient, itemGradient);
      atUsers.add(userGradient);
      atItems.add(itemGradient);
      return 0;
    }

    @Override
    public void scaleRate(double factor) {
      rates.add(factor);
    }

    @Override
    public float[] embedUsers(int size, int[] userRow, float[] userDense, int[] history) {
      return new float[size * DIM];
    }

    @Override
    public float[] embedUsers(int[] userRow, float[] userDense, EventSequences events) {
      return new float[events.rows() * DIM];
    }

    @Override
    public float[] embedItems() {
      return new float[0];
    }

    @Override
    public List<Tensor> export() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
