package io.millrace.tests.benchmark.peer;

import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.NegativeSampling;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.VectorLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The peer's two towers. Only steps: with in-batch softmax, without masks and further losses. */
final class LibtorchTwoTower implements TwoTowerLearner {
  private static final float FIRST_SCALE = 14;
  private static final int LARGEST_DENSE_TABLE = 100_000;
  private static final long SUM = 0;

  private final TwoTowerSpec spec;
  private final Parameters parameters;
  private final Table users;
  private final Table items;
  private final TorchTower userTower;
  private final TorchTower itemTower;
  private final Parameter logScale;
  private final Tensor content;
  private @Nullable TowerInputs inputs;
  private double rateFactor = 1;

  LibtorchTwoTower(TwoTowerSpec spec) {
    boolean inBatch = spec.strategy() == NegativeSampling.IN_BATCH;
    if (!inBatch || spec.idDropout() != 0 || spec.clip() != 0) {
      throw new IllegalArgumentException(
          "the peer knows in-batch softmax without id dropout and clipping only");
    }
    this.spec = spec;
    this.parameters = new Parameters(spec.initial());
    SplittableRandom random = new SplittableRandom(spec.seed());
    this.items = table("item.table", 1 + spec.itemRows(), random);
    this.users = table("user.table", 1 + spec.userBuckets(), random);
    this.userTower = tower("user", 2 * spec.dim() + spec.userWidth(), spec.userDims(), random);
    this.itemTower = tower("item", spec.dim() + spec.itemWidth(), spec.itemDims(), random);
    this.logScale = parameters.add("", () -> new float[] {(float) Math.log(FIRST_SCALE)}, 1);
    this.content = Tensors.matrix(spec.itemDense(), 1 + spec.itemRows(), spec.itemWidth());
  }

  private Table table(String name, int rows, SplittableRandom random) {
    if (rows - 1 > LARGEST_DENSE_TABLE) {
      return new RowTable(rows, spec.dim(), parameters.adam(), random);
    }
    double scale = 1 / Math.sqrt(spec.dim());
    return new DenseTable(
        parameters.add(
            name, () -> Tensors.gaussian(rows * spec.dim(), scale, random), rows, spec.dim()));
  }

  private TorchTower tower(String name, int in, List<Integer> hidden, SplittableRandom random) {
    List<Integer> widths = new ArrayList<>();
    widths.add(in);
    widths.addAll(hidden);
    widths.add(spec.dim());
    return new TorchTower(name, widths, spec.dropout(), parameters, random);
  }

  @Override
  public double step(RetrievalBatch batch, VectorLoss further) {
    throw new UnsupportedOperationException("the peer has one loss only");
  }

  @Override
  public double step(RetrievalBatch batch) {
    TowerInputs in = inputs(batch.size());
    try (PointerScope _ = new PointerScope()) {
      items.open(batch.history(), batch.pool());
      users.open(batch.userRow());
      in.fill(batch, users, items);
      Tensor user = userTower.forward(userInput(in));
      Tensor item = itemTower.forward(itemInput(in));
      Tensor scaled = user.mul(logScale.value().exp());
      Tensor loss = torch.cross_entropy_loss(scaled.mm(item.t()), in.positive());
      loss.backward();
      double rate = spec.learningRate() * rateFactor;
      parameters.update(rate);
      users.update(rate);
      items.update(rate);
      return loss.item_double();
    }
  }

  private TowerInputs inputs(int size) {
    TowerInputs made = inputs;
    if (made == null || made.size() != size) {
      made = new TowerInputs(spec, size);
      inputs = made;
    }
    return made;
  }

  private Tensor userInput(TowerInputs in) {
    Tensor id = torch.embedding(users.leaf(), in.user());
    Tensor pooled =
        torch
            .embedding_bag(
                items.leaf(),
                in.history(),
                in.bags(),
                false,
                SUM,
                false,
                new TensorOptional(in.weights()),
                false,
                new LongOptional())
            .get0();
    return torch.cat(new TensorVector(id, pooled, in.userDense()), 1);
  }

  private Tensor itemInput(TowerInputs in) {
    Tensor id = torch.embedding(items.leaf(), in.pool());
    Tensor dense = torch.index_select(content, 0, in.poolContent());
    return torch.cat(new TensorVector(id, dense), 1);
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] embedUsers(int size, int[] userRow, float[] userDense, int[] history) {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public float[] embedUsers(int[] userRow, float[] userDense, EventSequences events) {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public float[] embedItems() {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public List<io.millrace.model.bundle.Tensor> export() {
    throw new UnsupportedOperationException("the peer only steps");
  }

  @Override
  public void close() {
    if (inputs != null) {
      inputs.close();
    }
    users.close();
    items.close();
    content.close();
    parameters.close();
  }
}
