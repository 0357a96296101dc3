package io.millrace.model.ranking;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.network.CrossLayer;
import io.millrace.model.network.DenseLayer;
import io.millrace.model.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Deep and Cross ranker (DCN-v2, Wang et al. 2021), parallel form. Immutable, thread-safe; each
 * thread has its own scratch, kept from call to call.
 *
 * <ul>
 *   <li>input x0: {@code [rows, width()]} = user vector (.) item vector, then the pair numbers
 *   <li>cross: {@code x_{l+1} = x0 (.) (x_l W_l + b_l) + x_l}; deep: ReLU layers from x0
 *   <li>heads on {@code [cross | deep]}: rating (half stars / 10) and click (logit)
 *   <li>score: {@code (1 - w) sigmoid(click) + w clamp(rating, 0, 1)}, w = {@code rank.blend}
 * </ul>
 */
public final class Ranker {
  private static final int BLOCK = 60;

  private final List<CrossLayer> cross;
  private final List<DenseLayer> deep;
  private final Head rating;
  private final Head click;
  private final float blend;
  private final @Nullable Calibration calibration;
  private final int width;
  private final ThreadLocal<Scratch> scratches;

  public Ranker(Bundle bundle) {
    this.cross = crossLayers(bundle);
    this.deep = deepLayers(bundle);
    this.width = cross.getFirst().width();
    int stride = cross.getFirst().stride();
    int[] widths = deep.stream().mapToInt(DenseLayer::paddedOut).toArray();
    this.scratches = ThreadLocal.withInitial(() -> new Scratch(stride, widths));
    int joined = width + deep.getLast().out();
    this.rating = Head.of(bundle, "rank.rating", width, joined);
    this.click = Head.of(bundle, "rank.click", width, joined);
    this.blend = bundle.has("rank.blend") ? bundle.tensor("rank.blend").values()[0] : 0f;
    this.calibration = Calibration.in(bundle);
    if (deep.getFirst().in() != width) {
      throw new BundleFault(
          "rank.deep.0.W: must have %d rows, has %d".formatted(width, deep.getFirst().in()));
    }
  }

  private Ranker(Ranker other, float blend) {
    this.cross = other.cross;
    this.deep = other.deep;
    this.width = other.width;
    this.scratches = other.scratches;
    this.rating = other.rating;
    this.click = other.click;
    this.blend = blend;
    this.calibration = null;
  }

  /**
   * The same networks with another weight of the rating head in the score. Without a calibration:
   * that was fitted to the scores as published. Shares all else, and costs next to nothing.
   *
   * @param ratingWeight 0 to 1
   */
  public Ranker blending(float ratingWeight) {
    return new Ranker(this, ratingWeight);
  }

  /** Whether the bundle holds a ranker. */
  public static boolean isIn(Bundle bundle) {
    return bundle.has("rank.cross.0.W");
  }

  private static List<CrossLayer> crossLayers(Bundle bundle) {
    List<CrossLayer> layers = new ArrayList<>();
    for (int l = 0; l == 0 || bundle.has("rank.cross." + l + ".W"); l++) {
      String name = "rank.cross." + l;
      layers.add(new CrossLayer(bundle.tensor(name + ".W"), bundle.tensor(name + ".b")));
    }
    return layers;
  }

  private static List<DenseLayer> deepLayers(Bundle bundle) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l == 0 || bundle.has("rank.deep." + l + ".W"); l++) {
      String name = "rank.deep." + l;
      layers.add(DenseLayer.relu(bundle.tensor(name + ".W"), bundle.tensor(name + ".b")));
    }
    return layers;
  }

  /** What the scores of a list say in probabilities; null where that was not published. */
  public @Nullable Calibration calibration() {
    return calibration;
  }

  /** Numbers per row of x0. */
  public int width() {
    return width;
  }

  /**
   * What the heads say of one row.
   *
   * @param rating predicted half stars / 10, not clamped
   * @param click logit
   */
  public record Heads(float rating, float click) {}

  /** Writes rows of x0. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Writes a row.
     *
     * @param out takes {@link #width()} floats from {@code at}; what is there is of no meaning
     */
    void write(int row, float[] out, int at);
  }

  /** Scores {@code n} rows, each in [0, 1]; asks for every row once, in order. */
  public float[] score(int n, Rows rows) {
    float[] scores = new float[n];
    forEach(n, rows, (row, rated, clicked) -> scores[row] = blend(rated, clicked));
    return scores;
  }

  /** The heads' outputs for {@code n} rows. */
  public Heads[] heads(int n, Rows rows) {
    Heads[] heads = new Heads[n];
    forEach(n, rows, (row, rated, clicked) -> heads[row] = new Heads(rated, clicked));
    return heads;
  }

  /** The serving score of two heads' outputs. */
  public float blend(float rating, float click) {
    double probability = 1 / (1 + Math.exp(-click));
    return (float) ((1 - blend) * probability + blend * Math.clamp(rating, 0f, 1f));
  }

  private interface Sink {
    void accept(int row, float rating, float click);
  }

  private void forEach(int n, Rows source, Sink sink) {
    Scratch scratch = scratches.get();
    for (int from = 0; from < n; from += BLOCK) {
      int rows = Math.min(BLOCK, n - from);
      scratch.load(source, from, rows);
      float[] crossed = cross(scratch, rows);
      float[] deepened = deep(scratch, rows);
      for (int r = 0; r < rows; r++) {
        int c = r * scratch.stride;
        int d = r * deep.getLast().paddedOut();
        sink.accept(
            from + r, rating.apply(crossed, c, deepened, d), click.apply(crossed, c, deepened, d));
      }
    }
  }

  /** One output of the joined layer. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Head(float[] crossWeights, float[] deepWeights, float bias) {
    static Head of(Bundle bundle, String name, int width, int joined) {
      Tensor w = bundle.tensor(name + ".W");
      if (w.values().length != joined) {
        throw new BundleFault("%s.W: must have %d rows, has %d".formatted(name, joined, w.rows()));
      }
      return new Head(
          Arrays.copyOfRange(w.values(), 0, width),
          Arrays.copyOfRange(w.values(), width, joined),
          bundle.tensor(name + ".b").values()[0]);
    }

    float apply(float[] crossed, int c, float[] deepened, int d) {
      return bias
          + Vectors.dot(crossed, c, crossWeights, 0, crossWeights.length)
          + Vectors.dot(deepened, d, deepWeights, 0, deepWeights.length);
    }
  }

  /**
   * The activations of one block of rows. Static: a thread keeps it, and would else keep the
   * ranker, long after its generation has been retired.
   */
  private static final class Scratch {
    final int stride;
    final float[] x0;
    final float[] even;
    final float[] odd;
    final List<float[]> hidden;

    Scratch(int stride, int[] widths) {
      this.stride = stride;
      this.x0 = new float[BLOCK * stride];
      this.even = new float[BLOCK * stride];
      this.odd = new float[BLOCK * stride];
      this.hidden = Arrays.stream(widths).mapToObj(width -> new float[BLOCK * width]).toList();
    }

    void load(Rows source, int from, int count) {
      for (int r = 0; r < count; r++) {
        source.write(from + r, x0, r * stride);
      }
    }
  }

  private float[] cross(Scratch scratch, int rows) {
    float[] x = scratch.x0;
    for (int l = 0; l < cross.size(); l++) {
      float[] y = l % 2 == 0 ? scratch.even : scratch.odd;
      cross.get(l).apply(scratch.x0, x, rows, y);
      x = y;
    }
    return x;
  }

  private float[] deep(Scratch scratch, int rows) {
    float[] x = scratch.x0;
    int ldx = scratch.stride;
    for (int l = 0; l < deep.size(); l++) {
      DenseLayer layer = deep.get(l);
      layer.apply(x, 0, ldx, rows, scratch.hidden.get(l), 0, layer.paddedOut());
      x = scratch.hidden.get(l);
      ldx = layer.paddedOut();
    }
    return x;
  }
}
