package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.kernels.CpuKernels;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both learners on the kernels that train. */
class FusedLearnersTest {
  private static final int N = 64;
  private static final int POOL = 25;

  private final CpuKernels kernels = new CpuKernels(2);

  @AfterEach
  void close() {
    kernels.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLowerTheLossWithEveryStrategy(NegativeSampling strategy) {
    try (FusedTwoTower towers =
        new FusedTwoTower(Batches.towers(0.1, 0.1, 0.01, strategy, Map.of()), kernels)) {
      double first = epoch(towers);
      for (int epoch = 0; epoch < 20; epoch++) {
        epoch(towers);
      }
      assertThat(epoch(towers)).isLessThan(0.8 * first);
    }
  }

  /** The same four batches, so that there is something to learn. */
  private static double epoch(FusedTwoTower towers) {
    double sum = 0;
    for (int step = 0; step < 4; step++) {
      sum += towers.step(Batches.retrieval(N, POOL, 200 + step));
    }
    return sum / 4;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldLowerTheRankersLossAtAnyRank(int rank) {
    try (FusedRanker ranker = new FusedRanker(Batches.ranker(rank, 0.01, 1, Map.of()), kernels)) {
      double first = ranker.step(Batches.ranking(N, 3), null).total();
      for (int step = 0; step < 100; step++) {
        ranker.step(Batches.ranking(N, 3), null);
      }
      assertThat(ranker.step(Batches.ranking(N, 3), null).total()).isLessThan(0.5 * first);
    }
  }

  @Test
  void shouldGiveTheSameBitsForTheSameSeedAndThreads() {
    List<Tensor> once = trained();
    List<Tensor> again = trained();
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).values())
          .describedAs(once.get(i).name())
          .containsExactly(once.get(i).values());
    }
  }

  private static List<Tensor> trained() {
    try (Kernels own = new CpuKernels(2);
        FusedTwoTower towers =
            new FusedTwoTower(
                Batches.towers(0.2, 0.1, 0.01, NegativeSampling.MIXED, Map.of()), own);
        FusedRanker ranker = new FusedRanker(Batches.ranker(2, 0.01, 0.5, Map.of()), own)) {
      for (int step = 0; step < 10; step++) {
        towers.step(Batches.retrieval(N + step, POOL, step));
        ranker.step(Batches.ranking(N + step, step), null);
      }
      List<Tensor> tensors = new ArrayList<>(towers.export());
      tensors.addAll(ranker.export());
      return tensors;
    }
  }

  /** What a batch leaves behind must not reach the next, smaller or larger one. */
  @Test
  void shouldComputeTheSameWhateverSizesCameBefore() {
    try (FusedTwoTower fresh = still(Map.of());
        FusedTwoTower used = still(Map.of())) {
      used.step(Batches.retrieval(3, 5, 1));
      used.step(Batches.retrieval(90, 30, 2));
      used.embedItems();
      RetrievalBatch batch = Batches.retrieval(20, 11, 3);
      assertThat(used.step(batch)).isEqualTo(fresh.step(batch));
    }
  }

  private FusedTwoTower still(Map<String, Tensor> initial) {
    return new FusedTwoTower(Batches.towers(0, 0, 0, NegativeSampling.IN_BATCH, initial), kernels);
  }

  @Test
  void shouldGoOnFromWhatItExported() {
    RetrievalBatch batch = Batches.retrieval(N, POOL, 50);
    try (FusedTwoTower towers =
        new FusedTwoTower(
            Batches.towers(0.1, 0.1, 0.01, NegativeSampling.MIXED, Map.of()), kernels)) {
      epoch(towers);
      try (FusedTwoTower loaded = still(Batches.byName(towers.export()))) {
        assertThat(loaded.embedItems()).containsExactly(towers.embedItems());
        assertThat(loaded.embedUsers(N, batch.userRow(), batch.userDense(), batch.history()))
            .containsExactly(
                towers.embedUsers(N, batch.userRow(), batch.userDense(), batch.history()));
        assertThat(last(loaded).values()[0]).isCloseTo(last(towers).values()[0], within(1e-7f));
      }
    }
  }

  /** The temperature. */
  private static Tensor last(FusedTwoTower towers) {
    return towers.export().getLast();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldScoreTheSameFromWhatItExported(int rank) {
    float[] input = Batches.floats(30 * Batches.INPUT_WIDTH, 9);
    try (FusedRanker ranker = new FusedRanker(Batches.ranker(rank, 0.01, 0, Map.of()), kernels)) {
      ranker.step(Batches.ranking(N, 4), null);
      Map<String, Tensor> tensors = Batches.byName(ranker.export());
      float[] expected = ranker.score(30, input);
      try (FusedRanker same = new FusedRanker(Batches.ranker(rank, 0, 0, tensors), kernels);
          FusedRanker full = new FusedRanker(Batches.ranker(0, 0, 0, tensors), kernels)) {
        assertThat(same.score(30, input)).containsExactly(expected);
        assertThat(full.score(30, input)).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @Test
  void shouldNotMoveFurtherThanTheClippedGradientAllows() {
    // Adam hides a gradient's size in the first step; from the second on the ratio of gradients
    // shows
    try (FusedRanker free = new FusedRanker(Batches.ranker(0, 0.01, 0, Map.of()), kernels);
        FusedRanker loose = new FusedRanker(Batches.ranker(0, 0.01, 1e6, Map.of()), kernels);
        FusedRanker tight = new FusedRanker(Batches.ranker(0, 0.01, 1e-10, Map.of()), kernels)) {
      for (FusedRanker ranker : List.of(free, loose, tight)) {
        ranker.step(Batches.ranking(N, 4), null);
      }
      String name = "rank.deep.0.W";
      float[] start =
          new FusedRanker(Batches.ranker(0, 0, 0, Map.of()), kernels).parameters().values(name);
      float[] moved = free.parameters().values(name);
      assertThat(loose.parameters().values(name)).containsExactly(moved);
      // gradients of 1e-10 in all are far below Adam's epsilon of 1e-8
      assertThat(tight.parameters().values(name)).containsExactly(start, within(2e-4f));
      assertThat(moved).isNotEqualTo(start);
    }
  }

  @Test
  void shouldNameStepLayerAndRateWhenTheTowersDiverge() {
    float[] poison = Batches.floats(Batches.BUCKETS * Batches.DIM + Batches.DIM, 1);
    Arrays.fill(poison, Float.NaN);
    Tensor table = new Tensor("user.table", 1 + Batches.BUCKETS, Batches.DIM, poison);
    try (FusedTwoTower towers = still(Map.of("user.table", table))) {
      assertThatThrownBy(() -> towers.step(Batches.retrieval(N, POOL, 1)))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("retrieval: training diverged at step 1 in layer user.input")
          .hasMessageContaining("learning_rate_retrieval");
    }
  }

  @Test
  void shouldNameTheRecurrentLayerWhenItIsWhereNumbersAreLost() {
    int width = Batches.DIM + Batches.ITEM_WIDTH + Batches.EVENT_WIDTH;
    float[] poison = new float[width * 3 * Batches.DIM];
    poison[5] = Float.NaN;
    Tensor weights = new Tensor("user.gru.W", width, 3 * Batches.DIM, poison);
    TwoTowerSpec spec =
        Batches.towers(
            UserHistory.SEQUENCE,
            0,
            0,
            0.25,
            NegativeSampling.IN_BATCH,
            Map.of("user.gru.W", weights));
    try (FusedTwoTower towers = new FusedTwoTower(spec, kernels)) {
      assertThatThrownBy(() -> towers.step(Batches.sequences(POOL, 1)))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("diverged at step 1 in layer user.gru or item")
          .hasMessageContaining("learning rate 0.25");
    }
  }

  @Test
  void shouldNameStepLayerAndRateWhenTheRankerDiverges() {
    float[] poison = new float[8 * 5];
    poison[7] = Float.POSITIVE_INFINITY;
    Tensor weights = new Tensor("rank.deep.1.W", 8, 5, poison);
    Map<String, Tensor> initial = Map.of("rank.deep.1.W", weights);
    try (FusedRanker ranker = new FusedRanker(Batches.ranker(0, 0.5, 0, initial), kernels)) {
      assertThatThrownBy(() -> ranker.step(Batches.ranking(N, 1), null))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("ranking: training diverged at step 1 in layer rank.deep.1")
          .hasMessageContaining("0.5")
          .hasMessageContaining("learning_rate_ranking");
    }
  }

  /** Floats against doubles over some steps: rounding only. */
  @Test
  void shouldTrainAsDoublesDo() {
    try (FusedTwoTower floats = mixed(kernels);
        FusedTwoTower doubles = mixed(new DoubleKernels())) {
      for (int step = 0; step < 10; step++) {
        RetrievalBatch batch = Batches.retrieval(N, POOL, 300 + step);
        assertThat(floats.step(batch)).isCloseTo(doubles.step(batch), within(1e-4));
      }
    }
  }

  private static FusedTwoTower mixed(Kernels kernels) {
    return new FusedTwoTower(
        Batches.towers(0, 0.1, 0.003, NegativeSampling.IN_BATCH, Map.of()), kernels);
  }

  @Test
  void shouldSayWhatMemoryWasForAndWhatLowersItWhenThereIsNone() {
    DeviceMemory memory = new DeviceMemory(kernels);
    assertThatThrownBy(
            () -> new LearnedTable(memory, "user.table", 2_000_000_000, 1024, 1, Map.of()))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("7812500 MiB for a third of user.table")
        .hasMessageContaining("lower trainer.user_buckets or trainer.embedding_dim");
    assertThatThrownBy(() -> new RowBuffer(memory, 1 << 20).reserve(1 << 30))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("for the layers and their activations of a batch")
        .hasMessageContaining("trainer.batch_size");
  }

  @Test
  void shouldGiveAllItsMemoryBack() {
    DeviceMemoryCount counted = new DeviceMemoryCount();
    Kernels counting = counted.kernels();
    try (FusedTwoTower towers =
            new FusedTwoTower(
                Batches.towers(0, 0, 0, NegativeSampling.IN_BATCH, Map.of()), counting);
        FusedRanker ranker = new FusedRanker(Batches.ranker(2, 0, 0, Map.of()), counting)) {
      towers.step(Batches.retrieval(N, POOL, 1));
      ranker.step(Batches.ranking(N, 1), null);
      assertThat(counted.held()).isPositive();
    }
    assertThat(counted.held()).isZero();
  }

  @Test
  void shouldGiveBackWhatItGotWhenItDoesNotGetAll() {
    int refused = 0;
    for (int most = 0; !built(most); most++) {
      refused++;
    }
    assertThat(refused).isGreaterThan(10);
  }

  /** Whether both learners found room. */
  private static boolean built(int most) {
    DeviceMemoryCount counted = new DeviceMemoryCount(most);
    Kernels counting = counted.kernels();
    try (FusedTwoTower towers =
            new FusedTwoTower(
                Batches.towers(0, 0, 0, NegativeSampling.IN_BATCH, Map.of()), counting);
        FusedRanker ranker = new FusedRanker(Batches.ranker(2, 0, 0, Map.of()), counting)) {
      towers.step(Batches.retrieval(N, POOL, 1));
      ranker.step(Batches.ranking(N, 1), null);
      return true;
    } catch (UserFault e) {
      assertThat(e).hasMessageContaining("must be free, are not");
      return false;
    } finally {
      assertThat(counted.held()).as("pieces of %d", most).isZero();
    }
  }
}
