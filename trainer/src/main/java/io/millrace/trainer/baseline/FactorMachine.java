package io.millrace.trainer.baseline;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.sampling.Shuffle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A factorisation machine (Rendle, ICDM 2010) over user, item, genres, gender, age and occupation,
 * each present feature weighing 1; learns squared error by stochastic gradient descent over all
 * ratings in an order shuffled once per epoch.
 */
public final class FactorMachine implements RatingBaseline {
  private static final double SPREAD = 0.1;

  private final Settings settings;
  private double mean;
  private double[] linear = {};
  private double[][] factors = {};
  private int[][] ofUser = {};
  private int[][] ofItem = {};

  /**
   * How it learns.
   *
   * @param dim factors per feature
   * @param rate of descent
   * @param ridge regularisation of weights and factors
   * @param epochs over all ratings
   * @param seed of factors and order
   */
  public record Settings(int dim, double rate, double ridge, int epochs, long seed) {
    /** 16 factors, rate 0.005, ridge 0.05, 20 epochs. */
    public static Settings defaults() {
      return new Settings(16, 0.005, 0.05, 20, 1);
    }

    /** The same with another seed. */
    public Settings seeded(long other) {
      return new Settings(dim, rate, ridge, epochs, other);
    }
  }

  /** Not fitted yet. */
  public FactorMachine(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void fit(Interactions data) {
    number(data);
    SplittableRandom random = new SplittableRandom(settings.seed());
    for (double[] factor : factors) {
      Arrays.setAll(factor, k -> random.nextGaussian() * SPREAD);
    }
    mean =
        IntStream.range(0, data.size())
            .mapToDouble(e -> data.halfStars(e) / 2.0)
            .average()
            .orElse(0);
    descend(data, random);
  }

  private void descend(Interactions data, SplittableRandom random) {
    int[] order = IntStream.range(0, data.size()).toArray();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      Shuffle.of(order, random);
      double[] sums = new double[settings.dim()];
      for (int event : order) {
        step(data.user(event), data.item(event), data.halfStars(event) / 2.0, sums);
      }
    }
  }

  /** Numbers all features. */
  private void number(Interactions data) {
    Map<String, Integer> numbers = new HashMap<>();
    ofUser = new int[data.userIds().size()][];
    ofItem = new int[data.itemIds().size()][];
    for (int user = 0; user < ofUser.length; user++) {
      String id = data.userIds().get(user);
      ofUser[user] =
          numbered(numbers, Stream.concat(Stream.of("user " + id), told(data.users().get(id))));
    }
    for (int item = 0; item < ofItem.length; item++) {
      String id = data.itemIds().get(item);
      ofItem[item] =
          numbered(numbers, Stream.concat(Stream.of("item " + id), genres(data.items().get(id))));
    }
    linear = new double[numbers.size()];
    factors = new double[numbers.size()][settings.dim()];
  }

  private static int[] numbered(Map<String, Integer> numbers, Stream<String> features) {
    return features
        .mapToInt(
            feature -> {
              Integer known = numbers.putIfAbsent(feature, numbers.size());
              return known == null ? numbers.size() - 1 : known;
            })
        .toArray();
  }

  private static Stream<String> told(@Nullable User user) {
    Demographics demographics = user == null ? null : user.getDemographics();
    return demographics == null
        ? Stream.empty()
        : Stream.of(
            "gender " + demographics.getGender(),
            "age " + demographics.getAge(),
            "occupation " + demographics.getOccupation());
  }

  private static Stream<String> genres(@Nullable Item item) {
    return item == null ? Stream.empty() : item.getGenres().stream().map(genre -> "genre " + genre);
  }

  private void step(int user, int item, double stars, double[] sums) {
    double error = stars - predict(user, item, sums);
    for (int[] features : new int[][] {ofUser[user], ofItem[item]}) {
      for (int feature : features) {
        learn(feature, error, sums);
      }
    }
  }

  private void learn(int feature, double error, double[] sums) {
    double rate = settings.rate();
    linear[feature] += rate * (error - settings.ridge() * linear[feature]);
    double[] v = factors[feature];
    for (int k = 0; k < v.length; k++) {
      v[k] += rate * (error * (sums[k] - v[k]) - settings.ridge() * v[k]);
    }
  }

  /** Leaves the sums of the factors, which the gradient needs too. */
  private double predict(int user, int item, double[] sums) {
    Arrays.fill(sums, 0);
    double result = mean + added(ofUser[user], sums) + added(ofItem[item], sums);
    for (double sum : sums) {
      result += sum * sum / 2;
    }
    return result;
  }

  /** Adds the factors of some features; returns their weights less half their squares. */
  private double added(int[] features, double[] sums) {
    double result = 0;
    for (int feature : features) {
      result += linear[feature];
      double[] v = factors[feature];
      for (int k = 0; k < v.length; k++) {
        sums[k] += v[k];
        result -= v[k] * v[k] / 2;
      }
    }
    return result;
  }

  @Override
  public double stars(int user, int item) {
    return predict(user, item, new double[settings.dim()]);
  }
}
