package io.millrace.trainer.dl4j;

import io.millrace.model.bundle.Tensor;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.EmbeddingTable;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.SampledSoftmax;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.VectorLoss;
import io.millrace.trainer.learner.Workers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two towers as Deeplearning4j networks. Tables, pooling, normalisation and the loss are
 * outside the networks: ND4J's gather and softmax are slow.
 */
public final class Dl4jTwoTower implements TwoTowerLearner {
  private static final double FIRST_SCALE = 14;
  private static final double LEAST_SCALE = 2;
  private static final double GREATEST_SCALE = 100;
  private static final double EXPLODED = 1e4;
  private static final int INFERENCE_BATCH = 4096;

  private final TwoTowerSpec spec;
  private final Workers workers;
  private final SampledSoftmax loss;
  private final EmbeddingTable items;
  private final EmbeddingTable users;
  private final DenseTower userTower;
  private final DenseTower itemTower;
  private final ScalarAdam logScale;
  private final float[] historyWeights;
  private double rateFactor = 1;
  private long steps;

  /**
   * A learner, fresh or from given weights.
   *
   * @param workers shared; not closed here
   */
  public Dl4jTwoTower(TwoTowerSpec spec, Workers workers) {
    if (spec.clip() != 0) {
      throw new UserFault(
          "trainer.gradient_clip: must be 0 with engine = dl4j, was %s; set it to 0, or engine = fused"
              .formatted(spec.clip()));
    }
    this.spec = spec;
    this.workers = workers;
    this.loss = new SampledSoftmax(spec.strategy(), spec.randomNegatives(), spec.hardNegatives());
    Nd4j.getRandom().setSeed(spec.seed());
    this.items = table("item.table", 1 + spec.itemRows(), spec.seed() + 1);
    this.users = table("user.table", 1 + spec.userBuckets(), spec.seed() + 2);
    this.userTower = tower("user", 2 * spec.dim() + spec.userWidth(), spec.userDims(), 3);
    this.itemTower = tower("item", spec.dim() + spec.itemWidth(), spec.itemDims(), 4);
    this.logScale = new ScalarAdam(firstScale());
    this.historyWeights = new float[spec.historyLength()];
    for (int k = 0; k < historyWeights.length; k++) {
      historyWeights[k] = (float) Math.pow(spec.historyDecay(), k);
    }
  }

  private double firstScale() {
    Tensor given = spec.initial().get("retrieval.temperature");
    return Math.log(given == null ? FIRST_SCALE : 1 / given.values()[0]);
  }

  private EmbeddingTable table(String name, int rows, long seed) {
    Tensor given = spec.initial().get(name);
    boolean fits = given != null && given.rows() == rows && given.columns() == spec.dim();
    return fits && given != null
        ? new EmbeddingTable(rows, spec.dim(), given.values())
        : new EmbeddingTable(rows, spec.dim(), seed);
  }

  private DenseTower tower(String name, int width, List<Integer> dims, int salt) {
    DenseTower tower =
        new DenseTower(
            name, width, dims, spec.dim(), spec.dropout(), spec.learningRate(), spec.seed() + salt);
    tower.load(spec.initial());
    return tower;
  }

  @Override
  public double step(RetrievalBatch batch, VectorLoss further) {
    steps++;
    int n = batch.size();
    int p = batch.pool().length;
    SplittableRandom random = new SplittableRandom(batch.seed());
    int[] userRows = dropIds(batch.userRow(), random);
    int[] poolRows = dropIds(batch.pool(), random);
    float[] userRaw = userTower.forward(userInput(n, userRows, batch), n);
    float[] itemRaw = itemTower.forward(itemInput(poolRows, batch.pool()), p);
    UnitRows user = new UnitRows(userRaw, spec.dim());
    UnitRows item = new UnitRows(itemRaw, spec.dim());

    double scale = Math.exp(logScale.value());
    INDArray userT = NdArrays.transposed(user.values(), n, spec.dim());
    INDArray itemT = NdArrays.transposed(item.values(), p, spec.dim());
    INDArray logits = Nd4j.createUninitialized(DataType.FLOAT, new long[] {p, n}, 'f');
    Nd4j.gemm(itemT, userT, logits, true, false, scale, 0);
    FloatBuffer rows = logits.data().asNioFloat();
    double[] sums = loss.apply(batch, rows, workers);
    double mean = checked(sum(sums, 0, n) / n);

    INDArray userGradient =
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {spec.dim(), n}, 'f');
    INDArray itemGradient =
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {spec.dim(), p}, 'f');
    Nd4j.gemm(itemT, logits, userGradient, false, false, scale, 0);
    Nd4j.gemm(userT, logits, itemGradient, false, true, scale, 0);
    float[] atUserVectors = NdArrays.memory(userGradient);
    float[] atItemVectors = NdArrays.memory(itemGradient);
    further.addGradients(user.values(), item.values(), atUserVectors, atItemVectors);
    float[] atUser = user.backward(atUserVectors);
    float[] atItem = item.backward(atItemVectors);
    NdArrays.closeAll(List.of(userT, itemT, logits, userGradient, itemGradient));
    backUser(n, userRows, batch.history(), atUser);
    backItem(poolRows, atItem);
    logScale.update(sum(sums, n, 2 * n), rate(), Math.log(LEAST_SCALE), Math.log(GREATEST_SCALE));
    updateTables();
    return mean;
  }

  private double rate() {
    return spec.learningRate() * rateFactor;
  }

  private double checked(double mean) {
    if (!Double.isFinite(mean) || mean > EXPLODED) {
      throw new DivergenceException("retrieval", steps, rate(), mean, WildestTensor.of(export()));
    }
    return mean;
  }

  private static double sum(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  private int[] dropIds(int[] rows, SplittableRandom random) {
    if (spec.idDropout() == 0) {
      return rows;
    }
    int[] kept = rows.clone();
    for (int i = 0; i < kept.length; i++) {
      if (random.nextDouble() < spec.idDropout()) {
        kept[i] = 0;
      }
    }
    return kept;
  }

  private float[] userInput(int n, int[] rows, RetrievalBatch batch) {
    return userInput(n, rows, batch.userDense(), batch.history());
  }

  private float[] userInput(int n, int[] rows, float[] dense, int[] history) {
    int dim = spec.dim();
    int width = 2 * dim + spec.userWidth();
    float[] input = new float[n * width];
    workers.forRange(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            users.copyRow(rows[i], input, i * width);
            pool(history, i, input, i * width + dim);
            System.arraycopy(
                dense, i * spec.userWidth(), input, i * width + 2 * dim, spec.userWidth());
          }
        });
    return input;
  }

  private void pool(int[] history, int example, float[] out, int at) {
    float total = historyWeight(history, example);
    int base = example * historyWeights.length;
    for (int k = 0; k < historyWeights.length && total > 0; k++) {
      if (history[base + k] != 0) {
        items.addRow(history[base + k], historyWeights[k] / total, out, at);
      }
    }
  }

  private float historyWeight(int[] history, int example) {
    float total = 0;
    for (int k = 0; k < historyWeights.length; k++) {
      total += history[example * historyWeights.length + k] == 0 ? 0 : historyWeights[k];
    }
    return total;
  }

  private float[] itemInput(int[] rows, int[] contentOf) {
    int width = spec.dim() + spec.itemWidth();
    float[] input = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      items.copyRow(rows[i], input, i * width);
      System.arraycopy(
          spec.itemDense(),
          contentOf[i] * spec.itemWidth(),
          input,
          i * width + spec.dim(),
          spec.itemWidth());
    }
    return input;
  }

  private void backUser(int n, int[] rows, int[] history, float[] gradient) {
    float[] atInput = userTower.backward(gradient, n);
    int dim = spec.dim();
    int width = 2 * dim + spec.userWidth();
    for (int i = 0; i < n; i++) {
      users.accumulate(rows[i], 1, atInput, i * width);
      float total = historyWeight(history, i);
      for (int k = 0; k < historyWeights.length && total > 0; k++) {
        int row = history[i * historyWeights.length + k];
        if (row != 0) {
          items.accumulate(row, historyWeights[k] / total, atInput, i * width + dim);
        }
      }
    }
    userTower.update(rateFactor, spec.learningRate(), n);
  }

  private void backItem(int[] rows, float[] gradient) {
    float[] atInput = itemTower.backward(gradient, rows.length);
    int width = spec.dim() + spec.itemWidth();
    for (int i = 0; i < rows.length; i++) {
      items.accumulate(rows[i], 1, atInput, i * width);
    }
    itemTower.update(rateFactor, spec.learningRate(), rows.length);
  }

  private void updateTables() {
    items.update(rate());
    users.update(rate());
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] embedUsers(int size, int[] userRow, float[] userDense, int[] history) {
    float[] input = userInput(size, userRow, userDense, history);
    return new UnitRows(userTower.infer(input, size), spec.dim()).values();
  }

  @Override
  public float[] embedUsers(int[] userRow, float[] userDense, EventSequences events) {
    throw new UnsupportedOperationException("histories are pooled");
  }

  @Override
  public float[] embedItems() {
    int rows = items.rows();
    float[] vectors = new float[rows * spec.dim()];
    for (int from = 0; from < rows; from += INFERENCE_BATCH) {
      int count = Math.min(INFERENCE_BATCH, rows - from);
      int[] chunk = new int[count];
      for (int i = 0; i < count; i++) {
        chunk[i] = from + i;
      }
      float[] unit =
          new UnitRows(itemTower.infer(itemInput(chunk, chunk), count), spec.dim()).values();
      System.arraycopy(unit, 0, vectors, from * spec.dim(), unit.length);
    }
    return vectors;
  }

  @Override
  public List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor("item.table", items.rows(), spec.dim(), items.values().clone()));
    tensors.add(new Tensor("user.table", users.rows(), spec.dim(), users.values().clone()));
    tensors.addAll(userTower.export());
    tensors.addAll(itemTower.export());
    float temperature = (float) Math.exp(-logScale.value());
    tensors.add(new Tensor("retrieval.temperature", 1, 1, new float[] {temperature}));
    return tensors;
  }

  @Override
  public void close() {
    // ND4J frees its memory with the garbage collector.
  }
}
