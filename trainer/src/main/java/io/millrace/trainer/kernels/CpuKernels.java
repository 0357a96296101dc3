package io.millrace.trainer.kernels;

import java.lang.management.ManagementFactory;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels on the processor: matrix products by OpenBLAS, everything else by the Vector API, by
 * a team of threads of its own, on memory outside the heap. Each call is carried out at once. A
 * call allocates nothing on the heap, but for the first with a larger shape.
 *
 * <p>Where OpenBLAS cannot be loaded products are made by the Vector API too; the log and {@link
 * #description} say so. OpenBLAS is held to one thread while kernels are open, for the whole
 * process.
 *
 * <p>Sizes are checked at the entrance ({@link IllegalArgumentException} with argument, expected
 * and found), indices row by row ({@link IndexOutOfBoundsException}); memory that was given back is
 * refused ({@link IllegalStateException}).
 */
public final class CpuKernels implements Kernels {
  private static final Logger LOG = LoggerFactory.getLogger(CpuKernels.class);

  /** Bits: SSE and NEON have so many. */
  private static final int LEAST_VECTOR = 128;

  private final HostMemory memory;
  private final Team team;
  private final Blas blas;
  private final Products products;
  private final Bias bias;
  private final BatchNorm batchNorm;
  private final ScaleShift scaleShift;
  private final UnitRows unitRows;
  private final CrossLayer crossLayer;
  private final GatedRecurrence recurrence;
  private final Tables tables;
  private final Contrast contrast;
  private final HeadLoss headLoss;
  private final ListLoss listLoss = new ListLoss();
  private final Clip clip;
  private final Adam adam;
  private final RowAdam rowAdam;
  private final Fill fill;
  private final View view = new View();

  /**
   * Starts the threads and loads the library.
   *
   * @param threads that compute, with the caller's, at least 1
   */
  public CpuKernels(int threads) {
    this(threads, true);
  }

  /**
   * The same, and for tests without the library.
   *
   * @param library whether OpenBLAS is to be used where it can be
   */
  CpuKernels(int threads, boolean library) {
    warnIfNarrow();
    team = new Team(threads);
    memory = new HostMemory(memoryBesideTheHeap());
    blas = blas(threads, library);
    products = new Products(team, blas, memory);
    bias = new Bias(team, memory);
    batchNorm = new BatchNorm(team, memory);
    scaleShift = new ScaleShift(team);
    unitRows = new UnitRows(team, memory);
    crossLayer = new CrossLayer(team, memory);
    recurrence = new GatedRecurrence(team, blas);
    tables = new Tables(team);
    contrast = new Contrast(team, blas, memory);
    headLoss = new HeadLoss(team);
    clip = new Clip(team, memory);
    adam = new Adam(team);
    rowAdam = new RowAdam(team);
    fill = new Fill(team);
  }

  private static void warnIfNarrow() {
    if (Lanes.FLOATS.vectorBitSize() < LEAST_VECTOR) {
      LOG.warn(
          "the Vector API has vectors of {} bits here, not {} and more: training works, but is"
              + " several times slower",
          Lanes.FLOATS.vectorBitSize(),
          LEAST_VECTOR);
    }
  }

  /** What the machine, or the container, has beside the heap. */
  private static long memoryBesideTheHeap() {
    long total =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize();
    return Math.max(total / 8, total - Runtime.getRuntime().maxMemory());
  }

  private Blas blas(int threads, boolean library) {
    if (library) {
      try {
        return OpenBlas.load();
      } catch (LinkageError | IllegalArgumentException | NoSuchElementException e) {
        LOG.warn(
            "OpenBLAS cannot be loaded ({}); products by the Vector API are slower", e.toString());
      }
    }
    return new VectorBlas(threads, memory);
  }

  @Override
  public String description() {
    return "CPU, %d %s, products by %s, the rest by Vector API (%d bits)"
        .formatted(
            team.threads(),
            team.threads() == 1 ? "thread" : "threads",
            blas.description(),
            Lanes.FLOATS.vectorBitSize());
  }

  @Override
  public Floats floats(long size) {
    return new CpuFloats(memory, memory.allocate(Math.multiplyExact(size, Float.BYTES)), size);
  }

  @Override
  public Ints ints(long size) {
    return new CpuInts(memory, memory.allocate(Math.multiplyExact(size, Integer.BYTES)), size);
  }

  @Override
  public void free(Floats floats) {
    memory.free(CpuFloats.address("memory", floats, 0, 0));
    ((CpuFloats) floats).release();
  }

  @Override
  public void free(Ints ints) {
    memory.free(CpuInts.address("memory", ints, 0, 0));
    ((CpuInts) ints).release();
  }

  @Override
  public void upload(float[] from, int fromAt, Floats to, long toAt, int count) {
    Lanes.copy(from, fromAt, CpuFloats.address("to", to, toAt, count), count);
  }

  @Override
  public void upload(int[] from, int fromAt, Ints to, long toAt, int count) {
    Lanes.copy(from, fromAt, CpuInts.address("to", to, toAt, count), count);
  }

  @Override
  public void uploadRows(float[] from, int fromAt, Matrix to, int rows) {
    view.of("to", to, rows, to.columns());
    if (to.stride() == to.columns()) {
      Lanes.copy(from, fromAt, view.row(0), rows * to.columns());
      return;
    }
    for (int r = 0; r < rows; r++) {
      Lanes.copy(from, fromAt + r * to.columns(), view.row(r), to.columns());
    }
  }

  @Override
  public void download(Floats from, long fromAt, float[] to, int toAt, int count) {
    Lanes.copy(CpuFloats.address("from", from, fromAt, count), to, toAt, count);
  }

  @Override
  public void fill(Floats floats, long from, long to, float value) {
    fill.fill(CpuFloats.address("memory", floats, from, to - from), to - from, value);
  }

  @Override
  public void product(
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      float beta,
      Matrix c) {
    products.product(m, n, k, alpha, a, transposeA, b, transposeB, beta, c);
  }

  @Override
  public void addBias(int rows, Matrix x, Matrix bias, boolean relu) {
    this.bias.add(rows, x, bias, relu);
  }

  @Override
  public void addBiasGradient(
      int rows, Matrix y, boolean relu, Matrix gradient, Matrix biasGradient) {
    bias.back(rows, y, relu, gradient, biasGradient);
  }

  @Override
  public void batchNorm(
      int rows,
      Matrix x,
      BatchNormState state,
      float momentum,
      float epsilon,
      float keep,
      long seed,
      Matrix y) {
    batchNorm.forward(rows, x, state, momentum, epsilon, keep, seed, y);
  }

  @Override
  public void batchNormGradient(
      int rows,
      Matrix x,
      BatchNormState state,
      float keep,
      Matrix y,
      Matrix gradient,
      Matrix gammaGradient,
      Matrix betaGradient) {
    batchNorm.backward(rows, x, state, keep, y, gradient, gammaGradient, betaGradient);
  }

  @Override
  public void scaleShiftRelu(int rows, Matrix x, Matrix scale, Matrix shift) {
    scaleShift.apply(rows, x, scale, shift);
  }

  @Override
  public void unitRows(int rows, Matrix x, Matrix unit, Matrix lengths) {
    unitRows.forward(rows, x, unit, lengths);
  }

  @Override
  public void unitRowsGradient(int rows, Matrix unit, Matrix lengths, Matrix gradient) {
    unitRows.backward(rows, unit, lengths, gradient);
  }

  @Override
  public void cross(int rows, Matrix x0, Matrix x, Matrix c, Matrix bias, Matrix next) {
    crossLayer.forward(rows, x0, x, c, bias, next);
  }

  @Override
  public void crossGradient(
      int rows,
      Matrix x0,
      Matrix c,
      Matrix gradient,
      Matrix cGradient,
      @Nullable Matrix x0Gradient,
      Matrix biasGradient) {
    crossLayer.backward(rows, x0, c, gradient, cGradient, x0Gradient, biasGradient);
  }

  @Override
  public void gru(
      int steps, Ints starts, Matrix gates, Matrix recurrent, Matrix weight, Matrix state) {
    recurrence.forward(steps, starts, gates, recurrent, weight, state);
  }

  @Override
  public void gruGradient(
      int steps,
      Ints starts,
      Matrix gates,
      Matrix recurrent,
      Matrix weight,
      Matrix state,
      Matrix stateGradient) {
    recurrence.backward(steps, starts, gates, recurrent, weight, state, stateGradient);
  }

  @Override
  public void gather(int rows, Matrix table, Ints index, Matrix out) {
    tables.gather(rows, table, index, out);
  }

  @Override
  public void pool(int rows, int bag, Matrix table, Ints index, Matrix weights, Matrix out) {
    tables.pool(rows, bag, table, index, weights, out);
  }

  @Override
  public void contrast(
      int rows,
      int pool,
      Matrix users,
      Matrix items,
      ContrastBatch batch,
      Floats logScale,
      long logScaleAt,
      long seed,
      Matrix userGradient,
      Matrix itemGradient,
      Floats results,
      long resultsAt) {
    contrast.apply(
        rows,
        pool,
        users,
        items,
        batch,
        Lanes.get(CpuFloats.address("logScale", logScale, logScaleAt, 1)),
        seed,
        userGradient,
        itemGradient,
        CpuFloats.address("results", results, resultsAt, 2));
  }

  @Override
  public void headLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float ratingFactor,
      float clickFactor,
      float positiveWeight,
      Matrix gradient,
      Floats results,
      long resultsAt) {
    headLoss.apply(
        rows,
        out,
        rating,
        click,
        ratingFactor,
        clickFactor,
        positiveWeight,
        gradient,
        CpuFloats.address("results", results, resultsAt, 2));
  }

  @Override
  public void listLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float factor,
      Matrix gradient,
      Floats results,
      long resultsAt) {
    listLoss.apply(
        rows,
        out,
        rating,
        click,
        factor,
        gradient,
        CpuFloats.address("results", results, resultsAt, 1));
  }

  @Override
  public void clip(
      Floats gradients, long from, long to, float limit, Floats factor, long factorAt) {
    long at = CpuFloats.address("factor", factor, factorAt, 1);
    Lanes.set(
        at,
        clip.factor(CpuFloats.address("gradients", gradients, from, to - from), to - from, limit));
  }

  @Override
  public void adam(
      Floats weights,
      Floats gradients,
      Floats first,
      Floats second,
      long from,
      long to,
      float rate,
      int step,
      Floats factor,
      long factorAt) {
    adam.apply(
        CpuFloats.address("weights", weights, from, to - from),
        CpuFloats.address("gradients", gradients, from, to - from),
        CpuFloats.address("first", first, from, to - from),
        CpuFloats.address("second", second, from, to - from),
        to - from,
        rate,
        step,
        Lanes.get(CpuFloats.address("factor", factor, factorAt, 1)));
  }

  @Override
  public void adamRows(
      Matrix table,
      Matrix first,
      Matrix second,
      int touched,
      RowGradients rows,
      Floats gradients,
      float rate,
      int step) {
    rowAdam.apply(table, first, second, touched, rows, gradients, rate, step);
  }

  @Override
  public void clamp(Floats memory, long from, long to, float least, float greatest) {
    fill.clamp(CpuFloats.address("memory", memory, from, to - from), to - from, least, greatest);
  }

  /** Stops the threads and frees all memory; a second time does nothing. */
  @Override
  public void close() {
    if (memory.closed()) {
      return;
    }
    team.close();
    memory.close();
  }
}
