package io.millrace.tests.benchmark;

import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemMask;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.vector.Vectors;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The nearest items of a random mask, by the graph and by every match's score: where the two cost
 * the same is where the index goes from one to the other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked
public class FilteredSearchBenchmark {
  private static final int DIMENSION = 128;
  private static final int CLUSTERS = 200;
  private static final int QUERIES = 64;

  /** Items of the index. */
  @Param({"4000", "20000"})
  public int items;

  /** Share of items within the mask, percent. */
  @Param({"1", "10", "30", "50"})
  public int percent;

  /** Items wanted. */
  @Param({"10", "150"})
  public int wanted;

  private ItemIndex index;
  private ItemMask mask;
  private float[][] queries;
  private int next;

  /** Builds the index and the mask. */
  @Setup
  public void prepare() {
    Random random = new Random(5);
    float[][] centres = vectors(random, CLUSTERS, new float[1][DIMENSION]);
    float[][] vectors = vectors(random, items, centres);
    queries = vectors(random, QUERIES, centres);
    index =
        ItemIndex.build(IntStream.range(0, items).mapToObj(Integer::toString).toList(), vectors);
    mask = index.mask(id -> random.nextInt(100) < percent);
  }

  private static float[][] vectors(Random random, int n, float[][] centres) {
    float[][] vectors = new float[n][];
    for (int i = 0; i < n; i++) {
      float[] vector = centres[random.nextInt(centres.length)].clone();
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] += (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
      }
      Vectors.normalise(vector, 0, DIMENSION);
      vectors[i] = vector;
    }
    return vectors;
  }

  private float[] query() {
    return queries[next++ % QUERIES];
  }

  /** By the graph, the mask inside. */
  @Benchmark
  public List<ScoredItem> graph() {
    return index.searchGraph(query(), wanted, mask, id -> true);
  }

  /** By the score of every match. */
  @Benchmark
  public List<ScoredItem> all() {
    return index.searchAll(query(), wanted, mask, id -> true);
  }
}
