package io.millrace.tests.benchmark.training;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The networks that are measured: towers 256-128 to 128 with batch norm and dropout over embeddings
 * of 128, a history of ten items, Adam on everything; a ranker of three cross layers beside
 * 256-128-64 over 128 + 48 inputs.
 */
public final class BenchmarkSpecs {
  private static final int USERS = 10_000;

  private static final int DIM = 128;
  private static final int USER_WIDTH = 64;
  private static final int ITEM_WIDTH = 32;
  private static final int PAIR_WIDTH = 48;
  private static final List<Integer> HIDDEN = List.of(256, 128);
  private static final long SEED = 1;

  private BenchmarkSpecs() {}

  /**
   * Towers.
   *
   * @param itemRows rows of the item table, without the one for the unknown
   */
  public static TwoTowerSpec towers(int itemRows) {
    float[] itemDense = noise((1 + itemRows) * ITEM_WIDTH, SEED);
    return towers(itemRows, USERS, itemDense, 0.1, Map.of());
  }

  /** Towers over tables of so many rows both, without dropout, from given weights. */
  public static TwoTowerSpec small(int rows, Map<String, Tensor> initial) {
    return towers(rows, rows, noise((1 + rows) * ITEM_WIDTH, SEED), 0, initial);
  }

  private static TwoTowerSpec towers(
      int itemRows, int users, float[] itemDense, double dropout, Map<String, Tensor> initial) {
    return new TwoTowerSpec(
        DIM,
        itemRows,
        users,
        USER_WIDTH,
        ITEM_WIDTH,
        itemDense,
        HIDDEN,
        HIDDEN,
        dropout,
        0,
        10,
        0.8,
        UserHistory.POOLED,
        0,
        0.001,
        0,
        NegativeSampling.IN_BATCH,
        1,
        1,
        SEED,
        initial);
  }

  /** A ranker, fresh or from given weights. */
  public static RankerSpec ranker(Map<String, Tensor> initial) {
    return new RankerSpec(
        DIM + PAIR_WIDTH, 3, 0, List.of(256, 128, 64), 0.001, 0, 1, 1, 0, 4, SEED, initial);
  }

  /** So many floats between -1 and 1. */
  static float[] noise(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
