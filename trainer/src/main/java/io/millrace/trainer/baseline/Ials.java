package io.millrace.trainer.baseline;

import io.millrace.model.vector.Cholesky;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Implicit alternating least squares (Hu, Koren, Volinsky, ICDM 2008) with the objective and the
 * regularisation of Rendle, Krichene, Zhang, Koren (RecSys 2022): for each rated pair {@code (x.y -
 * 1)^2}, for every pair {@code weight (x.y)^2}, and {@code lambda (ratings + weight others)^nu}
 * times the square of each vector. A user's vector is solved for from their history when they are
 * scored, so new users and longer histories need no training.
 */
public final class Ials implements Baseline {
  private static final double SPREAD = 0.1;

  private final Settings settings;
  private double[][] items = {};
  private double[] gram = {};

  /**
   * How it learns.
   *
   * @param dim floats per vector
   * @param weight of a pair that is not rated, relative to one that is
   * @param lambda regularisation
   * @param nu how much more vectors with many ratings are regularised, 0 to 1
   * @param sweeps over users and items
   * @param seed of the vectors it begins with
   */
  public record Settings(int dim, double weight, double lambda, double nu, int sweeps, long seed) {
    /** 64 dimensions, weight 0.1, lambda 0.003, nu 1, 12 sweeps. */
    public static Settings defaults() {
      return new Settings(64, 0.1, 0.003, 1, 12, 1);
    }

    /** The same with another seed. */
    public Settings seeded(long other) {
      return new Settings(dim, weight, lambda, nu, sweeps, other);
    }
  }

  /** Not fitted yet. */
  public Ials(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void fit(Interactions data) {
    int[][] ofUser = new int[data.userIds().size()][];
    Arrays.setAll(ofUser, user -> itemsOf(data, user));
    int[][] ofItem = turned(ofUser, data.itemIds().size());
    SplittableRandom random = new SplittableRandom(settings.seed());
    items = new double[ofItem.length][settings.dim()];
    for (double[] item : items) {
      Arrays.setAll(item, k -> random.nextGaussian() * SPREAD / Math.sqrt(settings.dim()));
    }
    for (int sweep = 0; sweep < settings.sweeps(); sweep++) {
      double[][] solved = solved(ofUser, items);
      items = solved(ofItem, solved);
    }
    gram = gram(items);
  }

  private static int[] itemsOf(Interactions data, int user) {
    BitSet items = new BitSet();
    for (int place = 0; place < data.ratingsOf(user); place++) {
      items.set(data.item(data.eventOf(user, place)));
    }
    return items.stream().toArray();
  }

  private static int[][] turned(int[][] rows, int columns) {
    int[] counts = new int[columns];
    for (int[] row : rows) {
      for (int column : row) {
        counts[column]++;
      }
    }
    int[][] turned = new int[columns][];
    Arrays.setAll(turned, column -> new int[counts[column]]);
    for (int row = rows.length - 1; row >= 0; row--) {
      for (int column : rows[row]) {
        turned[column][--counts[column]] = row;
      }
    }
    return turned;
  }

  /** The vectors of one side, given the other's. */
  private double[][] solved(int[][] rated, double[][] others) {
    double[] all = gram(others);
    double[][] vectors = new double[rated.length][];
    IntStream.range(0, rated.length)
        .parallel()
        .forEach(row -> vectors[row] = solve(rated[row], others, all));
    return vectors;
  }

  private double[] solve(int[] rated, double[][] others, double[] all) {
    int dim = settings.dim();
    double[] matrix = new double[dim * dim];
    double[] vector = new double[dim];
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] = settings.weight() * all[k];
    }
    for (int other : rated) {
      addSquare(matrix, others[other]);
      for (int k = 0; k < dim; k++) {
        vector[k] += others[other][k];
      }
    }
    double unrated = settings.weight() * (others.length - rated.length);
    double ridge = settings.lambda() * Math.pow(rated.length + unrated, settings.nu());
    for (int k = 0; k < dim; k++) {
      matrix[k * dim + k] += ridge;
    }
    Cholesky.solve(matrix, vector);
    return vector;
  }

  /** Adds the lower triangle of v v'. */
  private static void addSquare(double[] matrix, double[] v) {
    for (int i = 0; i < v.length; i++) {
      double factor = v[i];
      int row = i * v.length;
      for (int j = 0; j <= i; j++) {
        matrix[row + j] += factor * v[j];
      }
    }
  }

  private static double[] gram(double[][] vectors) {
    int dim = vectors.length == 0 ? 0 : vectors[0].length;
    double[] gram = new double[dim * dim];
    for (double[] vector : vectors) {
      addSquare(gram, vector);
    }
    return gram;
  }

  @Override
  public void score(RatedItems history, float[] scores) {
    int[] rated = IntStream.range(0, history.size()).map(history::back).distinct().toArray();
    double[] user = solve(rated, items, gram);
    for (int item = 0; item < scores.length; item++) {
      double[] vector = items[item];
      double sum = 0;
      for (int k = 0; k < vector.length; k++) {
        sum += user[k] * vector[k];
      }
      scores[item] = (float) sum;
    }
  }
}
