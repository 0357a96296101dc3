package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.DivergenceException;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.Movable;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.learner.VectorLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The two towers over {@link Kernels}: tables, pooling, towers, loss and optimiser all on the
 * device. A step brings the batch there, asks for everything in order, and reads the loss at its
 * very end.
 *
 * <p>The item tower runs once per pool item. Both uses of the item table, as the item's own row and
 * in histories, are summed into one update of a row.
 */
public final class FusedTwoTower implements TwoTowerLearner {
  private static final double FIRST_SCALE = 14;
  private static final double EXPLODED = 1e4;
  private static final String ITEM_SIDE = "item.";
  private static final int INFERENCE_BATCH = 4096;

  private final TwoTowerSpec spec;
  private final Kernels kernels;
  private final DeviceMemory memory;
  private final Parameters parameters;
  private final LearnedTable items;
  private final LearnedTable users;
  private final History history;
  private final UserInput userInput;
  private final ItemInput itemInput;
  private final Tower userTower;
  private final Tower itemTower;
  private final Contrast contrast;
  private final IdDropout idDropout;
  private final float[] loss = new float[1];
  private int[] userRows = new int[0];
  private int[] poolRows = new int[0];
  private int[] eventRows = new int[0];
  private Floats inputGradients;
  private Matrix atUserInput;
  private Matrix atHistory;
  private Matrix atItemInput;
  private Matrix atEvents;
  private double rateFactor = 1;
  private int steps;

  /**
   * A learner, fresh or from given weights.
   *
   * @param kernels shared; not closed here
   */
  public FusedTwoTower(TwoTowerSpec spec, Kernels kernels) {
    this.spec = spec;
    this.kernels = kernels;
    this.memory = new DeviceMemory(kernels);
    this.parameters = new Parameters(memory, shapes(spec), spec.clip());
    this.items = table("item.table", 1 + spec.itemRows(), spec.seed() + 1);
    this.users = table("user.table", 1 + spec.userBuckets(), spec.seed() + 2);
    this.itemInput = new ItemInput(memory, spec, items);
    this.history = history();
    this.userInput = new UserInput(memory, spec, users, history);
    this.userTower = tower("user", spec.userDims(), 3);
    this.itemTower = tower("item", spec.itemDims(), 4);
    this.contrast = new Contrast(memory, parameters, spec);
    this.idDropout = new IdDropout(spec.idDropout());
    this.inputGradients = memory.floats(4L * spec.dim());
    this.atUserInput = gradients(0, 1, 2 * spec.dim());
    this.atHistory = atUserInput.columns(spec.dim(), spec.dim());
    this.atItemInput = gradients(2L * spec.dim(), 1, spec.dim());
    this.atEvents = gradients(3L * spec.dim(), 1, spec.dim());
    load();
  }

  private static List<Shape> shapes(TwoTowerSpec spec) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(Contrast.LOG_SCALE);
    int userWidth = 2 * spec.dim() + spec.userWidth();
    int itemWidth = spec.dim() + spec.itemWidth();
    shapes.addAll(Tower.shapes("user", userWidth, spec.userDims(), spec.dim()));
    shapes.addAll(Tower.shapes("item", itemWidth, spec.itemDims(), spec.dim()));
    if (spec.userHistory() == UserHistory.SEQUENCE) {
      shapes.addAll(SequenceHistory.shapes(spec));
    }
    return shapes;
  }

  private History history() {
    return switch (spec.userHistory()) {
      case POOLED -> new PooledHistory(memory, spec, items);
      case SEQUENCE -> new SequenceHistory(memory, parameters, spec, items, itemInput.content());
    };
  }

  private Matrix gradients(long at, int rows, int columns) {
    return new Matrix(inputGradients, at, rows, columns, columns);
  }

  private LearnedTable table(String name, int rows, long seed) {
    return new LearnedTable(memory, name, rows, spec.dim(), seed, spec.initial());
  }

  private Tower tower(String name, List<Integer> dims, int salt) {
    return new Tower(memory, parameters, name, dims, spec.dropout(), spec.seed() + salt);
  }

  private void load() {
    parameters.load(spec.initial());
    userTower.load(spec.initial());
    itemTower.load(spec.initial());
    Tensor given = spec.initial().get("retrieval.temperature");
    double scale = given == null ? FIRST_SCALE : 1 / given.values()[0];
    parameters.set(Contrast.LOG_SCALE.name(), new float[] {(float) Math.log(scale)});
  }

  @Override
  public boolean moveOnly(Movable part) {
    items.entries().moveOnly(part.itemRows());
    users.entries().moveOnly(part.userRows());
    parameters.moveOnly(name -> name.startsWith(ITEM_SIDE) ? part.itemTower() : part.userTower());
    if (!part.itemTower()) {
      itemTower.hold();
    }
    if (!part.userTower()) {
      userTower.hold();
    }
    return true;
  }

  /** The dense weights, and their gradients of the last step. */
  Parameters parameters() {
    return parameters;
  }

  LearnedTable userTable() {
    return users;
  }

  LearnedTable itemTable() {
    return items;
  }

  @Override
  public double step(RetrievalBatch batch) {
    forward(batch);
    backward(batch);
    return checkedLoss(batch);
  }

  @Override
  public double step(RetrievalBatch batch, VectorLoss further) {
    forward(batch);
    addGradients(further, batch.size(), batch.pool().length);
    backward(batch);
    return checkedLoss(batch);
  }

  /** Up to the gradients at both sides' unit vectors. */
  private void forward(RetrievalBatch batch) {
    steps++;
    int n = batch.size();
    int p = batch.pool().length;
    reserve(n, p);
    idDropout.seed(batch.seed());
    idDropout.drop(batch.userRow(), n, userRows);
    idDropout.drop(batch.pool(), p, poolRows);
    if (batch.sequences() != null) {
      idDropout.drop(batch.sequences().items(), n, eventRows);
    }
    userInput.fill(
        0, n, userRows, batch.userDense(), batch.history(), batch.sequences(), eventRows);
    itemInput.fill(p, poolRows, batch.pool());
    contrast.upload(batch);
    userTower.forward(n, userInput.matrix(), batch.seed());
    itemTower.forward(p, itemInput.matrix(), ~batch.seed());
    contrast.apply(
        n,
        p,
        userTower.vectors(),
        itemTower.vectors(),
        batch.seed(),
        userTower.gradient(),
        itemTower.gradient());
  }

  private void reserve(int n, int p) {
    if (n > userRows.length || p > poolRows.length) {
      reserveUsers(Math.max(n, userRows.length));
      reserveItems(Math.max(p, poolRows.length));
      userRows = new int[userInput.matrix().rows()];
      poolRows = new int[itemInput.matrix().rows()];
      eventRows = new int[userRows.length];
      reserveGradients(userRows.length, poolRows.length);
    }
  }

  private void reserveGradients(int n, int p) {
    int dim = spec.dim();
    long atItems = 2L * dim * n;
    long atFurther = atItems + (long) dim * p;
    memory.free(inputGradients);
    inputGradients = memory.floats(atFurther + (long) history.furtherWidth() * n);
    atUserInput = gradients(0, n, 2 * dim);
    atHistory = atUserInput.columns(dim, dim);
    atItemInput = gradients(atItems, p, dim);
    atEvents = gradients(atFurther, history.furtherWidth() == 0 ? 0 : n, dim);
  }

  private void reserveUsers(int rows) {
    userInput.reserve(rows);
    userTower.reserve(rows);
  }

  private void reserveItems(int rows) {
    itemInput.reserve(rows);
    itemTower.reserve(rows);
  }

  /** The one place where a step waits half way: the further loss is computed on the host. */
  private void addGradients(VectorLoss further, int n, int p) {
    float[] atUsers = copy(userTower.gradient(), n);
    float[] atItems = copy(itemTower.gradient(), p);
    further.addGradients(
        copy(userTower.vectors(), n), copy(itemTower.vectors(), p), atUsers, atItems);
    kernels.uploadRows(atUsers, 0, userTower.gradient(), n);
    kernels.uploadRows(atItems, 0, itemTower.gradient(), p);
  }

  private float[] copy(Matrix matrix, int rows) {
    float[] values = new float[rows * matrix.columns()];
    kernels.download(matrix.data(), matrix.offset(), values, 0, values.length);
    return values;
  }

  private void backward(RetrievalBatch batch) {
    int n = batch.size();
    int p = batch.pool().length;
    userTower.backward(n, userInput.matrix(), atUserInput);
    itemTower.backward(p, itemInput.matrix(), atItemInput);
    history.backward(n, batch.sequences(), userInput.past(), atHistory, atEvents);
    users.entries().start(n);
    userInput.enterUsers(n, userRows);
    items.entries().start(p + history.entries(n));
    itemInput.enter(p, poolRows, Math.toIntExact(atItemInput.offset()));
    history.enter(
        n,
        batch.history(),
        eventRows,
        spec.dim(),
        2 * spec.dim(),
        Math.toIntExact(atEvents.offset()));
    parameters.update(rate(), steps);
    contrast.clamp();
    users.update(inputGradients, rate(), steps);
    items.update(inputGradients, rate(), steps);
  }

  private double rate() {
    return spec.learningRate() * rateFactor;
  }

  private double checkedLoss(RetrievalBatch batch) {
    contrast.read(loss);
    if (!Float.isFinite(loss[0]) || loss[0] > EXPLODED) {
      throw new DivergenceException("retrieval", steps, rate(), loss[0], wildest(batch));
    }
    return loss[0];
  }

  private String wildest(RetrievalBatch batch) {
    List<Activation> user = new ArrayList<>();
    history.addActivations(userInput.past(), user);
    user.add(new Activation("user.input", userInput.matrix()));
    userTower.addActivations(user);
    List<Activation> item =
        new ArrayList<>(List.of(new Activation("item.input", itemInput.matrix())));
    itemTower.addActivations(item);
    return Activation.wildest(kernels, batch.size(), user)
        + " or "
        + Activation.wildest(kernels, batch.pool().length, item);
  }

  @Override
  public void scaleRate(double factor) {
    rateFactor = factor;
  }

  @Override
  public float[] embedUsers(int size, int[] userRow, float[] userDense, int[] recent) {
    float[] vectors = new float[size * spec.dim()];
    reserveUsers(Math.min(size, INFERENCE_BATCH));
    userTower.fold();
    for (int from = 0; from < size; from += INFERENCE_BATCH) {
      int count = Math.min(INFERENCE_BATCH, size - from);
      userInput.fill(from, count, userRow, userDense, recent, null, eventRows);
      userTower.infer(count, userInput.matrix());
      download(userTower.vectors(), count, vectors, from);
    }
    return vectors;
  }

  @Override
  public float[] embedUsers(int[] userRow, float[] userDense, EventSequences events) {
    int rows = events.rows();
    float[] vectors = new float[rows * spec.dim()];
    reserveUsers(rows);
    userTower.fold();
    userInput.fill(0, rows, userRow, userDense, new int[0], events, events.items());
    userTower.infer(rows, userInput.matrix());
    download(userTower.vectors(), rows, vectors, 0);
    return vectors;
  }

  @Override
  public float[] embedItems() {
    float[] vectors = new float[items.rows() * spec.dim()];
    int[] chunk = new int[Math.min(items.rows(), INFERENCE_BATCH)];
    reserveItems(chunk.length);
    itemTower.fold();
    for (int from = 0; from < items.rows(); from += chunk.length) {
      int count = Math.min(chunk.length, items.rows() - from);
      for (int i = 0; i < count; i++) {
        chunk[i] = from + i;
      }
      itemInput.fill(count, chunk, chunk);
      itemTower.infer(count, itemInput.matrix());
      download(itemTower.vectors(), count, vectors, from);
    }
    return vectors;
  }

  private void download(Matrix unit, int rows, float[] vectors, int from) {
    int dim = spec.dim();
    kernels.download(unit.data(), unit.offset(), vectors, from * dim, rows * dim);
  }

  @Override
  public List<Tensor> export() {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(items.export());
    tensors.add(users.export());
    tensors.addAll(userTower.export());
    if (spec.userHistory() == UserHistory.SEQUENCE) {
      SequenceHistory.shapes(spec).forEach(shape -> tensors.add(parameters.tensor(shape.name())));
    }
    tensors.addAll(itemTower.export());
    double logScale = parameters.values(Contrast.LOG_SCALE.name())[0];
    float temperature = (float) Math.exp(-logScale);
    tensors.add(new Tensor("retrieval.temperature", 1, 1, new float[] {temperature}));
    return tensors;
  }

  @Override
  public void close() {
    memory.close();
  }
}
