package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small learners and random batches for them. */
final class Batches {
  static final int DIM = 6;
  static final int ITEMS = 30;
  static final int BUCKETS = 20;
  static final int USER_WIDTH = 5;
  static final int ITEM_WIDTH = 4;
  static final int HISTORY = 3;
  static final int INPUT_WIDTH = 9;
  static final int EVENT_WIDTH = 2;

  private Batches() {}

  /** Two towers of 16 and 12 hidden units. */
  static TwoTowerSpec towers(
      double dropout,
      double idDropout,
      double rate,
      NegativeSampling strategy,
      Map<String, Tensor> initial) {
    return towers(UserHistory.POOLED, dropout, idDropout, rate, strategy, initial);
  }

  /** The same with histories of a kind. */
  static TwoTowerSpec towers(
      UserHistory history,
      double dropout,
      double idDropout,
      double rate,
      NegativeSampling strategy,
      Map<String, Tensor> initial) {
    return new TwoTowerSpec(
        DIM,
        ITEMS,
        BUCKETS,
        USER_WIDTH,
        ITEM_WIDTH,
        floats((1 + ITEMS) * ITEM_WIDTH, 77),
        List.of(16, 12),
        List.of(16, 12),
        dropout,
        idDropout,
        HISTORY,
        0.8,
        history,
        EVENT_WIDTH,
        rate,
        0,
        strategy,
        4,
        3,
        1,
        initial);
  }

  /** A ranker of three cross layers and 8 and 5 hidden units. */
  static RankerSpec ranker(int rank, double rate, double clip, Map<String, Tensor> initial) {
    return new RankerSpec(
        INPUT_WIDTH, 3, rank, List.of(8, 5), rate, clip, 0.7, 0.3, 0.6, 4, 5, initial);
  }

  /** Users and items at random; each user has rated two items of the pool, of half it knows one. */
  static RetrievalBatch retrieval(int n, int poolSize, long seed) {
    Random random = new Random(seed);
    List<Integer> items = new ArrayList<>(IntStream.rangeClosed(1, ITEMS).boxed().toList());
    Collections.shuffle(items, random);
    int[] pool = items.stream().limit(poolSize).mapToInt(i -> i).toArray();
    float[] logQ = new float[poolSize];
    for (int p = 0; p < poolSize; p++) {
      logQ[p] = -3 * random.nextFloat();
    }
    return new RetrievalBatch(
        n,
        random.ints(n, 0, BUCKETS + 1).toArray(),
        floats(n * USER_WIDTH, seed + 1),
        random.ints((long) n * HISTORY, 0, ITEMS + 1).toArray(),
        null,
        random.ints(n, 0, poolSize).toArray(),
        pool,
        logQ,
        IntStream.rangeClosed(0, n).map(i -> 2 * i).toArray(),
        random.ints(2L * n, 0, poolSize).toArray(),
        seed);
  }

  /** The same with histories as sequences of 4, 3, 3, 2 and 1 events. */
  static RetrievalBatch sequences(int poolSize, long seed) {
    int[] starts = {0, 5, 9, 12, 13};
    Random random = new Random(seed + 2);
    return retrieval(13, poolSize, seed)
        .with(
            new EventSequences(
                4,
                starts,
                random.ints(13, 0, ITEMS + 1).toArray(),
                floats(13 * EVENT_WIDTH, seed + 3),
                new int[] {12, 10, 11, 8, 4}));
  }

  /** A third of the rows rated; of those some without a click label. */
  static RankingBatch ranking(int n, long seed) {
    Random random = new Random(seed);
    float[] rating = new float[n];
    boolean[] rated = new boolean[n];
    float[] click = new float[n];
    for (int i = 0; i < n; i++) {
      rated[i] = i % 3 == 0;
      rating[i] = (1 + random.nextInt(10)) / 10f;
      click[i] = !rated[i] ? 0 : i % 4 == 0 ? -1 : 1;
    }
    return new RankingBatch(n, floats(n * INPUT_WIDTH, seed + 1), rating, rated, click);
  }

  /** Standard normal. */
  static float[] floats(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static Map<String, Tensor> byName(List<Tensor> tensors) {
    return tensors.stream().collect(Collectors.toMap(Tensor::name, t -> t));
  }
}
