package io.millrace.trainer.fused;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import io.millrace.trainer.learner.RankingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rating head (mean squared error over rated rows) and the click head (cross-entropy, clicked
 * rows weighted, over the rows that have a click; softmax cross-entropy of each rated row's list),
 * as one dense layer with two outputs:
 *
 * <ul>
 *   <li>input: {@code [rows, joined]}
 *   <li>output: {@code [rows, 2]} rating, click logit
 * </ul>
 *
 * Confined to one thread.
 */
final class Heads {
  private static final String NAME = "rank.heads";
  private static final List<String> TENSORS = List.of("rank.rating", "rank.click");

  private final RankingLoss loss = new RankingLoss();
  private final Kernels kernels;
  private final Parameters parameters;
  private final RankerSpec spec;
  private final Dense dense;
  private final RowBuffer out;
  private final RowBuffer gradient;
  private final RowBuffer labels;
  private final float[] reports = new float[3];
  private Matrix rating;
  private Matrix click;
  private float[] ratings = new float[0];
  private int rated;
  private int lists;
  private double clickWeights;

  Heads(DeviceMemory memory, Parameters parameters, RankerSpec spec) {
    this.kernels = memory.kernels();
    this.parameters = parameters;
    this.spec = spec;
    this.dense = Dense.linear(kernels, parameters, NAME);
    this.out = new RowBuffer(memory, 2);
    this.gradient = new RowBuffer(memory, 2);
    this.labels = new RowBuffer(memory, 2);
    this.rating = labels(0, 1);
    this.click = labels(1, 1);
    int joined = parameters.weight(NAME + ".W").rows();
    parameters.set(NAME + ".W", InitialWeights.glorot(joined, 2, spec.seed() + 2000));
  }

  /** Part 0 or 1 of the labels as one row. */
  private Matrix labels(int part, int rows) {
    return new Matrix(labels.matrix().data(), (long) part * rows, 1, rows, rows);
  }

  static List<Shape> shapes(int joined) {
    return Dense.shapes(NAME, joined, 2);
  }

  /** Makes room for a batch. */
  void reserve(int rows) {
    if (rows > out.matrix().rows() || ratings.length == 0) {
      out.reserve(rows);
      gradient.reserve(rows);
      labels.reserve(rows);
      int room = labels.matrix().rows();
      rating = labels(0, room);
      click = labels(1, room);
      ratings = new float[room];
    }
  }

  /** [rows, 2] from the joined sides. */
  Matrix forward(int rows, Matrix joined) {
    dense.forward(rows, joined, out.matrix());
    return out.matrix();
  }

  /** Brings a batch's labels to the device. */
  void upload(RankingBatch batch) {
    rated = 0;
    lists = 0;
    clickWeights = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean known = batch.rated()[i];
      rated += known ? 1 : 0;
      lists += known && batch.click()[i] > 0.5f ? 1 : 0;
      ratings[i] = known ? batch.rating()[i] : -1;
      clickWeights += clickWeight(batch.click()[i]);
    }
    kernels.upload(ratings, 0, rating.data(), rating.offset(), batch.size());
    kernels.upload(batch.click(), 0, click.data(), click.offset(), batch.size());
  }

  private double clickWeight(float label) {
    return label < 0 ? 0 : label > 0.5f ? spec.positiveWeight() : 1;
  }

  /**
   * Loss and way back of the last {@link #forward} and {@link #upload}.
   *
   * @param joinedGradient [rows, joined] filled
   */
  void backward(int rows, Matrix joined, Matrix joinedGradient) {
    kernels.headLoss(
        rows,
        out.matrix(),
        rating,
        click,
        rated == 0 ? 0 : (float) (spec.ratingWeight() / rated),
        clickWeights == 0 ? 0 : (float) (spec.clickWeight() / clickWeights),
        (float) spec.positiveWeight(),
        gradient.matrix(),
        parameters.reports(),
        0);
    kernels.listLoss(
        rows,
        out.matrix(),
        rating,
        click,
        lists == 0 ? 0 : (float) (spec.listWeight() / lists),
        gradient.matrix(),
        parameters.reports(),
        2);
    dense.backward(rows, joined, out.matrix(), gradient.matrix());
    dense.backwardInput(rows, gradient.matrix(), 0, joinedGradient);
  }

  /** The last loss, valid until the next; waits for the device. */
  RankingLoss read() {
    kernels.download(parameters.reports(), 0, reports, 0, 3);
    double ratingLoss = rated == 0 ? 0 : reports[0] / rated;
    double clickLoss = clickWeights == 0 ? 0 : reports[1] / clickWeights;
    double listLoss = lists == 0 ? 0 : reports[2] / lists;
    double total =
        spec.ratingWeight() * ratingLoss
            + spec.clickWeight() * clickLoss
            + spec.listWeight() * listLoss;
    loss.set(total, ratingLoss, clickLoss, listLoss);
    return loss;
  }

  /** What the last {@link #forward} computed. */
  void addActivations(List<Activation> all) {
    all.add(new Activation(NAME, out.matrix()));
  }

  /** Each head's own column, by names in the bundle. */
  List<Tensor> export() {
    float[] weights = parameters.values(NAME + ".W");
    float[] biases = parameters.values(NAME + ".b");
    List<Tensor> tensors = new ArrayList<>();
    for (int head = 0; head < 2; head++) {
      float[] own = new float[weights.length / 2];
      for (int i = 0; i < own.length; i++) {
        own[i] = weights[2 * i + head];
      }
      tensors.add(new Tensor(TENSORS.get(head) + ".W", own.length, 1, own));
      tensors.add(new Tensor(TENSORS.get(head) + ".b", 1, 1, new float[] {biases[head]}));
    }
    return tensors;
  }

  /** Starts from given heads where both are there and of the right size. */
  void load(Map<String, Tensor> tensors) {
    for (String part : List.of(".W", ".b")) {
      Matrix target = parameters.weight(NAME + part);
      int size = target.rows() * target.columns() / 2;
      Tensor ratingHead = tensors.get(TENSORS.get(0) + part);
      Tensor clickHead = tensors.get(TENSORS.get(1) + part);
      if (ratingHead != null
          && clickHead != null
          && ratingHead.values().length == size
          && clickHead.values().length == size) {
        parameters.set(NAME + part, interleaved(ratingHead.values(), clickHead.values()));
      }
    }
  }

  private static float[] interleaved(float[] even, float[] odd) {
    float[] both = new float[2 * even.length];
    for (int i = 0; i < even.length; i++) {
      both[2 * i] = even[i];
      both[2 * i + 1] = odd[i];
    }
    return both;
  }
}
