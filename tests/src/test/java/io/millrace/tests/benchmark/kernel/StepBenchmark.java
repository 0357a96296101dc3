package io.millrace.tests.benchmark.kernel;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.tests.benchmark.training.BenchmarkSpecs;
import io.millrace.tests.benchmark.training.SyntheticBatches;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.fused.FusedEngine;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.sampling.RetrievalSampler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole steps of engine fused, with all cores: of the towers on a batch that the sampler has just
 * gathered from columns of ratings, the gathering alone, and of the ranker. {@code bench kernels}
 * adds what each allocates on the heap, which should be nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@NullUnmarked
public class StepBenchmark {
  private static final int RATINGS = 60_000;
  private static final int USERS = 2_000;
  private static final int ITEMS = 5_000;
  private static final int BATCH = 2048;
  private static final int RANKER_BATCH = 4096;
  private static final int POOL = 4096;
  private static final int HISTORY = 10;
  private static final int DIM = 128;
  private static final int BUCKETS = 16_384;

  private FusedEngine engine;
  private RetrievalSampler sampler;
  private TwoTowerLearner towers;
  private RankerLearner ranker;
  private RankingBatch ranked;
  private int step;

  /** Makes data and learners. */
  @Setup
  public void prepare() {
    Interactions data = ratings();
    FeatureEncoder encoder = FeatureEncoder.fit(List.of(), List.of());
    UserInputs inputs =
        new UserInputs(data, encoder, FeatureSettings.defaults(), 0, data.size(), HISTORY, BUCKETS);
    sampler = new RetrievalSampler(data, inputs, BATCH, HISTORY, POOL);
    engine = new FusedEngine(Runtime.getRuntime().availableProcessors());
    towers = engine.towers(spec(encoder));
    RankerSpec dcn = BenchmarkSpecs.ranker(Map.of());
    ranker = engine.ranker(dcn);
    ranked = SyntheticBatches.ranking(dcn, RANKER_BATCH, 1, 1).getFirst();
  }

  private static Interactions ratings() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < RATINGS; i++) {
      int item = (int) ((i % USERS + i / USERS * 7919L) % ITEMS);
      columns.add("u" + i % USERS, "i" + item, 1 + i % 10, 1000L * i, 0, i);
    }
    return columns.snapshot();
  }

  private static TwoTowerSpec spec(FeatureEncoder encoder) {
    List<Integer> hidden = List.of(256, 128);
    return new TwoTowerSpec(
        DIM,
        ITEMS,
        BUCKETS,
        encoder.userWidth(),
        encoder.itemWidth(),
        new float[(1 + ITEMS) * encoder.itemWidth()],
        hidden,
        hidden,
        0.1,
        0.1,
        HISTORY,
        0.8,
        UserHistory.POOLED,
        0,
        0.001,
        0,
        NegativeSampling.IN_BATCH,
        1,
        1,
        1,
        Map.of());
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    towers.close();
    ranker.close();
    engine.close();
  }

  private int next() {
    // the last step of an epoch is a smaller one
    step = (step + 1) % (sampler.steps() - 1);
    return step;
  }

  /** Gathering a batch of the towers. */
  @Benchmark
  public int batchOfTowers() {
    return sampler.batch(next(), step).size();
  }

  /** The same, and the step on it. */
  @Benchmark
  public double stepOfTowers() {
    return towers.step(sampler.batch(next(), step));
  }

  /** A step of the ranker. */
  @Benchmark
  public RankingLoss stepOfRanker() {
    return ranker.step(ranked, null);
  }
}
