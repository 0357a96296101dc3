package io.millrace.tests.benchmark.training;

import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The batches that every engine is given, the same for all of them. A retrieval batch's pool is its
 * own items, each once, so that example i's positive is the pool's item i; log-Q is zero, histories
 * are full and nothing is masked. One in five of a ranking batch is rated and clicked.
 */
public final class SyntheticBatches {
  private static final int CANDIDATES_PER_CLICK = 5;

  private SyntheticBatches() {}

  /** Batches for the towers. */
  public static List<RetrievalBatch> retrieval(
      TwoTowerSpec spec, int size, int count, RowDraw draw, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RetrievalBatch> batches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batches.add(retrieval(spec, size, draw, random));
    }
    return batches;
  }

  private static RetrievalBatch retrieval(
      TwoTowerSpec spec, int size, RowDraw draw, SplittableRandom random) {
    int[] positive = new int[size];
    for (int i = 0; i < size; i++) {
      positive[i] = i;
    }
    return new RetrievalBatch(
        size,
        RowDraw.UNIFORM.draw(random, size, spec.userBuckets()),
        BenchmarkSpecs.noise(size * spec.userWidth(), random.nextLong()),
        draw.draw(random, size * spec.historyLength(), spec.itemRows()),
        null,
        positive,
        draw.drawDistinct(random, size, spec.itemRows()),
        new float[size],
        new int[size + 1],
        new int[0],
        random.nextLong());
  }

  /** Batches for the ranker. */
  public static List<RankingBatch> ranking(RankerSpec spec, int size, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RankingBatch> batches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batches.add(ranking(spec, size, random));
    }
    return batches;
  }

  private static RankingBatch ranking(RankerSpec spec, int size, SplittableRandom random) {
    float[] rating = new float[size];
    boolean[] rated = new boolean[size];
    float[] click = new float[size];
    for (int i = 0; i < size; i++) {
      rated[i] = i % CANDIDATES_PER_CLICK == 0;
      click[i] = rated[i] ? 1 : 0;
      rating[i] = rated[i] ? (1 + random.nextInt(10)) / 10f : 0;
    }
    float[] input = BenchmarkSpecs.noise(size * spec.inputWidth(), random.nextLong());
    return new RankingBatch(size, input, rating, rated, click);
  }
}
