package io.millrace.tests.benchmark.kernel;

import io.millrace.trainer.kernels.BatchNormState;
import io.millrace.trainer.kernels.ContrastBatch;
import io.millrace.trainer.kernels.CpuKernels;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.kernels.RowGradients;
import io.millrace.trainer.learner.NegativeSampling;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Kernels of a two-tower step at its own shapes, with all cores: a hidden layer of 256 over 320
 * inputs, unit vectors of 128, a table of a hundred thousand rows. {@code bench kernels} adds what
 * each allocates on the heap, which should be nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked
public class KernelBenchmark {
  private static final int INPUTS = 320;
  private static final int HIDDEN = 256;
  private static final int DIM = 128;
  private static final int TABLE = 100_000;
  private static final long SEED = 1;

  /** Examples per step. */
  @Param({"512", "2048"})
  public int batch;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private Kernels kernels;
  private Matrix input;
  private Matrix weights;
  private Matrix weightGradient;
  private Matrix hidden;
  private Matrix hiddenGradient;
  private Matrix normed;
  private BatchNormState norm;
  private Matrix gamma;
  private Matrix beta;
  private Matrix users;
  private Matrix items;
  private Matrix atUsers;
  private Matrix atItems;
  private ContrastBatch negatives;
  private Floats scalars;
  private Matrix table;
  private Matrix first;
  private Matrix second;
  private RowGradients rows;

  /** Makes everything on the device. */
  @Setup
  public void prepare() {
    kernels = new CpuKernels(Runtime.getRuntime().availableProcessors());
    input = noise(batch, INPUTS);
    weights = noise(INPUTS, HIDDEN);
    weightGradient = noise(INPUTS, HIDDEN);
    hidden = noise(batch, HIDDEN);
    hiddenGradient = noise(batch, HIDDEN);
    normed = noise(batch, HIDDEN);
    gamma = noise(1, HIDDEN);
    beta = noise(1, HIDDEN);
    norm = new BatchNormState(gamma, beta, row(), row(), row(), row());
    users = unit();
    items = unit();
    atUsers = noise(batch, DIM);
    atItems = noise(batch, DIM);
    scalars = kernels.floats(16);
    negatives = negatives();
    table = noise(TABLE, DIM);
    first = Matrix.of(kernels.floats((long) TABLE * DIM), TABLE, DIM);
    second = Matrix.of(kernels.floats((long) TABLE * DIM), TABLE, DIM);
    rows = oneSourceEach();
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    kernels.close();
  }

  /** A dense layer forward. */
  @Benchmark
  public void product() {
    kernels.product(batch, HIDDEN, INPUTS, 1, input, false, weights, false, 0, hidden);
  }

  /** The gradient at a dense layer's weights. */
  @Benchmark
  public void productOverBatch() {
    kernels.product(
        INPUTS, HIDDEN, batch, 1, input, true, hiddenGradient, false, 0, weightGradient);
  }

  /** Batch norm, ReLU and dropout in one. */
  @Benchmark
  public void batchNorm() {
    kernels.batchNorm(batch, hidden, norm, 0.9f, 1e-5f, 0.9f, SEED, normed);
  }

  /** Its way back. */
  @Benchmark
  public void batchNormGradient() {
    kernels.batchNormGradient(batch, hidden, norm, 0.9f, normed, hiddenGradient, gamma, beta);
  }

  /** In-batch softmax, logits and all gradients included. */
  @Benchmark
  public void contrast() {
    kernels.contrast(
        batch, batch, users, items, negatives, scalars, 0, SEED, atUsers, atItems, scalars, 1);
  }

  /** Adam on four touched rows an example. */
  @Benchmark
  public void adamRows() {
    kernels.adamRows(table, first, second, 4 * batch, rows, atUsers.data(), 1e-3f, 1);
  }

  private Matrix noise(int rowCount, int columns) {
    float[] values = new float[rowCount * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    Floats memory = kernels.floats(values.length);
    kernels.upload(values, 0, memory, 0, values.length);
    return Matrix.of(memory, rowCount, columns);
  }

  private Matrix row() {
    return noise(1, HIDDEN);
  }

  private Matrix unit() {
    Matrix raw = noise(batch, DIM);
    Matrix unit = noise(batch, DIM);
    kernels.unitRows(batch, raw, unit, noise(1, batch));
    return unit;
  }

  private ContrastBatch negatives() {
    int[] positive = new int[batch];
    for (int i = 0; i < batch; i++) {
      positive[i] = i;
    }
    Matrix logQ = Matrix.of(kernels.floats(batch), 1, batch);
    Ints none = ints(new int[batch + 1]);
    return new ContrastBatch(
        ints(positive), logQ, none, kernels.ints(1), NegativeSampling.IN_BATCH, 1, 1);
  }

  /** Distinct rows far apart, each with the gradient of one example. */
  private RowGradients oneSourceEach() {
    int count = 4 * batch;
    int[] touched = new int[count];
    int[] starts = new int[count + 1];
    int[] sources = new int[count];
    float[] ones = new float[count];
    for (int i = 0; i < count; i++) {
      touched[i] = (int) (i * 7919L % TABLE);
      starts[i + 1] = i + 1;
      sources[i] = i % batch * DIM;
      ones[i] = 1;
    }
    Floats shares = kernels.floats(count);
    kernels.upload(ones, 0, shares, 0, count);
    return new RowGradients(ints(touched), ints(starts), ints(sources), shares);
  }

  private Ints ints(int[] values) {
    Ints memory = kernels.ints(values.length);
    kernels.upload(values, 0, memory, 0, values.length);
    return memory;
  }
}
