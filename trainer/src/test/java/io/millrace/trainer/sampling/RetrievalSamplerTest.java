package io.millrace.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.RetrievalBatch;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalSamplerTest {
  private static final int HISTORY = 3;
  private final Interactions data = interactions();
  private final UserInputs inputs =
      new UserInputs(
          data,
          FeatureEncoder.fit(List.of(), List.of()),
          FeatureSettings.defaults(),
          0,
          data.size(),
          HISTORY,
          64);

  private static Interactions interactions() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < 400; i++) {
      // Each of ten users rates forty items in turn; item i000 is rated by everyone first.
      int item = i / 10 == 0 ? 0 : 1 + i % 399;
      columns.add("u" + i % 10, "i%03d".formatted(item), 8, 1000L + i, 0, i);
    }
    return columns.snapshot();
  }

  private RetrievalSampler sampler(int poolSize) {
    RetrievalSampler sampler = new RetrievalSampler(data, inputs, 32, HISTORY, poolSize);
    sampler.shuffle(5);
    return sampler;
  }

  @Test
  void shouldTakeTheWholeCatalogueWhereItIsSmall() {
    RetrievalBatch batch = sampler(4096).batch(0, 9);
    assertThat(batch.pool()).hasSize(data.itemIds().size());
    assertThat(batch.logQ()).containsOnly(0f);
    assertThat(batch.size()).isEqualTo(32);
  }

  @Test
  void shouldHoldEveryPositiveAndEachItemOnceInASampledPool() {
    RetrievalBatch batch = sampler(64).batch(1, 9);
    assertThat(batch.pool()).hasSize(64);
    assertThat(Arrays.stream(batch.pool()).distinct().count()).isEqualTo(64);
    for (int i = 0; i < batch.size(); i++) {
      assertThat(batch.positive()[i]).isBetween(0, 63);
    }
    for (float logQ : batch.logQ()) {
      assertThat(logQ).isLessThanOrEqualTo(0f);
    }
  }

  @Test
  void shouldMaskWhatTheUserRatedBeforeAndNothingElse() {
    RetrievalBatch batch = sampler(4096).batch(2, 9);
    for (int i = 0; i < batch.size(); i++) {
      Set<Integer> rated = new HashSet<>();
      for (int k = batch.ratedStart()[i]; k < batch.ratedStart()[i + 1]; k++) {
        rated.add(batch.pool()[batch.rated()[k]]);
      }
      assertThat(rated).doesNotContain(batch.pool()[batch.positive()[i]]);
      for (int k = 0; k < HISTORY; k++) {
        int row = batch.history()[i * HISTORY + k];
        assertThat(row == 0 || rated.contains(row)).isTrue();
      }
    }
  }

  @Test
  void shouldGiveTheSameBatchForTheSameSeedAndEveryExampleOnceAnEpoch() {
    RetrievalSampler one = sampler(64);
    RetrievalSampler other = sampler(64);
    int examples = 0;
    for (int step = 0; step < one.steps(); step++) {
      RetrievalBatch batch = one.batch(step, 3 + step);
      assertThat(other.batch(step, 3 + step).pool()).isEqualTo(batch.pool());
      examples += batch.size();
    }
    assertThat(examples).isEqualTo(data.size());
  }

  /** 400 examples in steps of 57 leave one over. */
  @Test
  void shouldGiveTheLastStepTheOneRowThatIsLeftOver() {
    RetrievalSampler sampler = new RetrievalSampler(data, inputs, 57, HISTORY, 64);
    sampler.shuffle(5);
    assertThat(sampler.steps()).isEqualTo(7);
    assertThat(sampler.batch(5, 1).size()).isEqualTo(57);
    assertThat(sampler.batch(6, 1).size()).isEqualTo(58);
  }

  /** Whatever windows an epoch's seed cuts and however it mixes them. */
  @Test
  void shouldNeverGiveOneRowAloneToAStepOfSequences() {
    int windowed = 3;
    for (int batchSize : new int[] {2, 7, 57}) {
      SequenceSampler sampler =
          new SequenceSampler(
              new EventWindows(data, 0, data.size(), windowed),
              new RetrievalSampler(data, inputs, batchSize, HISTORY, 64),
              batchSize);
      for (int seed = 0; seed < 50; seed++) {
        sampler.shuffle(seed);
        int rows = 0;
        for (int step = 0; step < sampler.steps(); step++) {
          int now = sampler.batch(step, seed).size();
          assertThat(now).describedAs("batch %d, seed %d", batchSize, seed).isGreaterThan(1);
          rows += now;
        }
        assertThat(rows).isEqualTo(data.size());
      }
    }
  }

  /** As joint training asks: more items than the pool has room for, some of them of no example. */
  @Test
  void shouldGiveEveryItemAChanceWhenRequiredOnesFillThePool() {
    UserInputs newest =
        new UserInputs(
            data,
            FeatureEncoder.fit(List.of(), List.of()),
            FeatureSettings.defaults(),
            200,
            data.size(),
            HISTORY,
            64);
    RetrievalSampler sampler = new RetrievalSampler(data, newest, 32, HISTORY, 4);
    int old = data.item(50);
    int[] required = {old, data.item(60), data.item(300), old};

    RetrievalBatch batch = sampler.batch(new int[] {210, 250, 390}, required, 9);

    assertThat(batch.pool()).hasSize(6).contains(old + 1);
    for (float logQ : batch.logQ()) {
      assertThat(logQ).isBetween((float) Math.log(1.0 / data.itemIds().size()), 0f);
    }
  }

  @Test
  void shouldTellTheChanceOfAnItemToBeInThePool() {
    int pools = 3000;
    int[] met = new int[1 + data.itemIds().size()];
    double[] told = new double[met.length];
    RetrievalSampler sampler = sampler(64);
    for (int seed = 0; seed < pools; seed++) {
      sampler.shuffle(seed);
      RetrievalBatch batch = sampler.batch(0, seed);
      for (int p = 0; p < batch.pool().length; p++) {
        met[batch.pool()[p]]++;
        told[batch.pool()[p]] += Math.exp(batch.logQ()[p]);
      }
    }
    // i000 is one rating in forty, i011 and most others are one in four hundred.
    for (int row : new int[] {1, 12, 200}) {
      double chance = (double) met[row] / pools;
      assertThat(told[row] / met[row]).isCloseTo(chance, withinPercentage(12));
    }
  }

  @Test
  void shouldHoldRequiredItemsToo() {
    int[] events = {399, 5};
    int[] required = {7, 7, 300, 0};
    RetrievalBatch batch = sampler(32).batch(events, required, 1);
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.pool()).contains(8, 301, 1).doesNotHaveDuplicates().hasSize(32);
  }

  /** What one batch leaves in the arrays must not reach the next. */
  @ParameterizedTest
  @ValueSource(ints = {64, 4096})
  void shouldGatherTheSameWhateverBatchesCameBefore(int poolSize) {
    RetrievalSampler used = sampler(poolSize);
    for (int step = used.steps() - 1; step >= 0; step--) {
      used.batch(step, 1);
      RetrievalBatch batch = used.batch(step, 7 + step);
      RetrievalBatch fresh = sampler(poolSize).batch(step, 7 + step);
      int end = fresh.ratedStart()[fresh.size()];
      assertThat(Arrays.copyOf(batch.rated(), end))
          .containsExactly(Arrays.copyOf(fresh.rated(), end));
      assertThat(batch).usingRecursiveComparison().ignoringFields("rated").isEqualTo(fresh);
    }
  }

  @Test
  void shouldUseItsArraysAgainWhenTheSizeStays() {
    RetrievalSampler sampler = sampler(64);
    RetrievalBatch before = sampler.batch(0, 1);
    RetrievalBatch batch = sampler.batch(1, 2);
    assertThat(batch.userDense()).isSameAs(before.userDense());
    assertThat(batch.history()).isSameAs(before.history());
    assertThat(batch.pool()).isSameAs(before.pool());
  }
}
