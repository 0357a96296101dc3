package io.millrace.trainer.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.rating.RatingFactors;
import io.millrace.model.rating.UserTaste;
import io.millrace.schemas.Item;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.baseline.Biases;
import io.millrace.trainer.dataset.InteractionSeries;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ratings made of two factors, biases and noise; four fifths are learned from. */
class RatingFactorsFitTest {
  private static final int USERS = 300;
  private static final int ITEMS = 120;
  private static final double NOISE = 0.3;

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Map<String, Item> catalogue = new HashMap<>();
  private final double[][] user = new double[USERS][];
  private final double[][] item = new double[ITEMS][];

  private Interactions world() {
    List<String> users = IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList();
    List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList();
    for (int i = 0; i < ITEMS; i++) {
      boolean drama = i % 2 == 0;
      // The genre decides most of the first factor, so content tells of items nobody rated.
      item[i] =
          new double[] {
            0.3 * random.nextGaussian(),
            (drama ? 0.8 : -0.8) + 0.1 * random.nextGaussian(),
            0.5 * random.nextGaussian()
          };
      catalogue.put(
          "i" + i,
          new Item("i" + i, "", null, List.of(drama ? "Drama" : "Comedy"), Map.of(), true, null));
    }
    InteractionSeries series = new InteractionSeries(items, users, catalogue, Map.of());
    for (int u = 0; u < USERS; u++) {
      user[u] =
          new double[] {
            0.3 * random.nextGaussian(), 0.6 * random.nextGaussian(), 0.6 * random.nextGaussian()
          };
    }
    for (int n = 0; n < 12_000; n++) {
      int u = random.nextInt(USERS);
      int i = random.nextInt(ITEMS);
      double stars = truth(u, i) + NOISE * random.nextGaussian();
      series.add(u, i, Math.clamp(Math.round(2 * stars), 1, 10), n);
    }
    return series.build();
  }

  private double truth(int u, int i) {
    return 3 + user[u][0] + item[i][0] + user[u][1] * item[i][1] + user[u][2] * item[i][2];
  }

  private static Bundle fitted(
      Interactions data, int end, int sweeps, int threads, Bundle... from) {
    FeatureEncoder encoder = FeatureEncoder.fit(data.items().values(), List.of());
    try (Workers workers = new Workers(threads)) {
      RatingFactorsFit fit = new RatingFactorsFit(data, end, encoder, 4, 1, workers);
      List<Tensor> tensors =
          fit.from(from.length == 0 ? null : from[0]).fit(sweeps, TrainingProgress.NONE);
      return new Bundle(data.itemIds(), encoder, tensors, Map.of());
    }
  }

  /**
   * Root of the mean squared error against the truth, of pairs with ratings from {@code end} on.
   */
  private double error(Bundle bundle, Interactions data, int end) {
    RatingFactors factors = new RatingFactors(bundle);
    Map<Integer, UserTaste> tastes = new HashMap<>();
    double sum = 0;
    for (int event = end; event < data.size(); event++) {
      int u = data.user(event);
      int i = data.item(event);
      UserTaste taste = tastes.computeIfAbsent(u, who -> taste(factors, data, who, end));
      double off = taste.of("i" + i, catalogue.get("i" + i)).stars() - truth(u, i);
      sum += off * off;
    }
    return Math.sqrt(sum / (data.size() - end));
  }

  private UserTaste taste(RatingFactors factors, Interactions data, int who, int end) {
    UserTaste.Ratings ratings = factors.user(null);
    for (int place = 0; place < data.ratingsOf(who); place++) {
      int event = data.eventOf(who, place);
      if (event < end) {
        String id = data.itemIds().get(data.item(event));
        ratings.add(id, catalogue.get(id), data.halfStars(event));
      }
    }
    return ratings.taste();
  }

  @Test
  void shouldFindTheTruthBehindTheNoise() {
    Interactions data = world();
    int end = data.size() * 4 / 5;
    Bundle bundle = fitted(data, end, 20, 1);
    Biases biases = new Biases();
    biases.fit(data.where(event -> event < end));
    double sum = 0;
    for (int event = end; event < data.size(); event++) {
      int u = data.user(event);
      int i = data.item(event);
      sum += Math.pow(biases.stars(u, i) - truth(u, i), 2);
    }
    double byBiases = Math.sqrt(sum / (data.size() - end));
    // Two factors of strengths 0.48 and 0.3 are left to biases; half a star's steps stay as noise.
    assertThat(byBiases).as("seed %d", seed).isGreaterThan(0.45);
    assertThat(error(bundle, data, end)).as("seed %d", seed).isLessThan(0.25);
    double noise = bundle.tensor(RatingFactors.NOISE).values()[1];
    assertThat(noise).as("seed %d", seed).isBetween(0.06, 0.2);
  }

  @Test
  void shouldComeToTheSameWithEveryNumberOfThreads() {
    Interactions data = world();
    Bundle one = fitted(data, data.size(), 3, 1);
    Bundle three = fitted(data, data.size(), 3, 3);
    for (Tensor tensor : one.tensors()) {
      assertThat(three.tensor(tensor.name()).values())
          .as("%s, seed %d", tensor.name(), seed)
          .containsExactly(tensor.values());
    }
  }

  @Test
  void shouldGoOnFromAnotherFit() {
    Interactions data = world();
    int end = data.size() * 4 / 5;
    Bundle begun = fitted(data, end, 20, 1);
    double further = error(fitted(data, end, 1, 1, begun), data, end);
    assertThat(further).as("seed %d", seed).isLessThan(error(begun, data, end) + 0.02);
    assertThat(further).as("seed %d", seed).isLessThan(error(fitted(data, end, 1, 1), data, end));
  }

  @Test
  void shouldExpectByContentWhatNobodyRated() {
    Interactions data = world();
    Interactions old = data.where(event -> data.item(event) >= 20);
    Bundle bundle = fitted(old, old.size(), 20, 1);
    RatingFactors factors = new RatingFactors(bundle);
    double agreed = 0;
    double size = 0;
    double told = 0;
    for (int u = 0; u < USERS; u++) {
      UserTaste taste = taste(factors, old, u, old.size());
      double drama = taste.of("i0", catalogue.get("i0")).taste();
      double comedy = taste.of("i1", catalogue.get("i1")).taste();
      agreed += (drama - comedy) * user[u][1];
      size += user[u][1] * user[u][1];
      told += (drama - comedy) * (drama - comedy);
    }
    // Correlation of what is told apart and the user's true liking of the genres.
    assertThat(agreed / Math.sqrt(size * told)).as("seed %d", seed).isGreaterThan(0.8);
  }

  @Test
  void shouldStayFiniteWhenThereIsNextToNothing() {
    InteractionSeries series =
        new InteractionSeries(List.of("i0"), List.of("u"), Map.of(), Map.of());
    series.add(0, 0, 8, 0);
    series.add(0, 0, 6, 1);
    Interactions data = series.build();
    Bundle bundle = fitted(data, data.size(), 5, 2);
    // The newer rating of the two holds, and it is the mean of all.
    assertThat(bundle.tensor(RatingFactors.NOISE).values()[0]).isEqualTo(3f);
    UserTaste.Ratings ratings = new RatingFactors(bundle).user(null);
    ratings.add("i0", null, 6);
    assertThat(ratings.taste().of("i0", null).stars()).isBetween(2.9, 3.1);
    for (Tensor tensor : bundle.tensors()) {
      for (float value : tensor.values()) {
        assertThat(value).as(tensor.name()).isFinite();
      }
    }
  }
}
