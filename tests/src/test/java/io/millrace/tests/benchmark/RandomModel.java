package io.millrace.tests.benchmark;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.rating.RatingFactors;
import io.millrace.schemas.Item;
import io.millrace.tests.rig.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A model with random weights: what it costs does not depend on them. */
public final class RandomModel {
  private static final int CROSS_LAYERS = 1;
  private static final int HISTORY = 50;
  private static final int RATING_FACTORS = 16;

  private final Shape shape;
  private final Random random;
  private final List<Tensor> tensors = new ArrayList<>();

  private RandomModel(Shape shape, long seed) {
    this.shape = shape;
    random = new Random(seed);
  }

  /**
   * How large its networks are.
   *
   * @param dimension of embeddings; the ranker's deep layers have as many units and half of them
   * @param towerUnits of the towers' first layer; the second has half of them
   * @param userBuckets rows of the users' table
   */
  public record Shape(int dimension, int towerUnits, int userBuckets) {
    /** That of the settings as they come. */
    public static final Shape DEFAULT = new Shape(128, 256, 1 << 14);

    /** One that is published and read in no time. */
    public static final Shape SMALL = new Shape(16, 32, 1 << 10);
  }

  /** The bundle of the default shape for a catalogue. */
  public static Bundle of(Catalogue data, long seed) {
    return of(Shape.DEFAULT, data, seed);
  }

  /** The bundle for a catalogue. */
  public static Bundle of(Shape shape, Catalogue data, long seed) {
    RandomModel model = new RandomModel(shape, seed);
    int dimension = shape.dimension();
    FeatureEncoder encoder = FeatureEncoder.fit(data.items(), data.users());
    model.matrix("item.table", 1 + data.items().size(), dimension);
    model.matrix("user.table", 1 + shape.userBuckets(), dimension);
    model.tower("user", 2 * dimension + encoder.userWidth());
    model.tower("item", dimension + encoder.itemWidth());
    model.recurrence(dimension + encoder.itemWidth() + EventSignals.WIDTH);
    model.ranker(dimension + encoder.pairWidth());
    model.ratings(data.items().size(), encoder);
    List<String> ids = data.items().stream().map(Item::getItemId).toList();
    return new Bundle(ids, encoder, model.tensors, new Facts(HISTORY, 0.8).toMap());
  }

  private void tower(String side, int in) {
    int units = shape.towerUnits();
    dense(side + ".0", in, units);
    norm(side + ".0", units);
    dense(side + ".1", units, units / 2);
    norm(side + ".1", units / 2);
    dense(side + ".2", units / 2, shape.dimension());
  }

  private void recurrence(int in) {
    int gates = 3 * shape.dimension();
    matrix("user.gru.W", in, gates);
    matrix("user.gru.U", shape.dimension(), gates);
    matrix("user.gru.b", 1, gates);
  }

  private void ratings(int items, FeatureEncoder encoder) {
    int width = 1 + RATING_FACTORS;
    matrix(RatingFactors.MEANS, items, width);
    constant(RatingFactors.VARIANCES, items, width, 0.02f);
    matrix(RatingFactors.ITEM_PRIOR, 1 + encoder.itemWidth(), width);
    matrix(RatingFactors.USER_PRIOR, 1 + encoder.profileWidth(), width);
    constant(RatingFactors.SPREAD, 2, width, 0.1f);
    constant(RatingFactors.NOISE, 1, 2, 0.8f);
  }

  private void ranker(int width) {
    for (int layer = 0; layer < CROSS_LAYERS; layer++) {
      dense("rank.cross." + layer, width, width);
    }
    int units = shape.dimension();
    dense("rank.deep.0", width, units);
    dense("rank.deep.1", units, units / 2);
    dense("rank.rating", width + units / 2, 1);
    dense("rank.click", width + units / 2, 1);
    constant("rank.blend", 1, 0.3f);
  }

  private void dense(String name, int in, int out) {
    matrix(name + ".W", in, out);
    matrix(name + ".b", 1, out);
  }

  private void norm(String name, int width) {
    constant(name + ".gamma", width, 1);
    constant(name + ".beta", width, 0);
    constant(name + ".mean", width, 0);
    constant(name + ".var", width, 1);
  }

  private void matrix(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    double scale = Math.sqrt(2.0 / (rows + columns));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    tensors.add(new Tensor(name, rows, columns, values));
  }

  private void constant(String name, int width, float value) {
    constant(name, 1, width, value);
  }

  private void constant(String name, int rows, int columns, float value) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, value);
    tensors.add(new Tensor(name, rows, columns, values));
  }
}
