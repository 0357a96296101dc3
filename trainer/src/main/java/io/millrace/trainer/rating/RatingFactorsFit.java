package io.millrace.trainer.rating;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.rating.RatingFactors;
import io.millrace.schemas.User;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fits {@link RatingFactors}: variational Bayesian matrix factorisation (Lim and Teh, KDD Cup 2007)
 * with priors regressed on content and profiles (Agarwal and Chen, Regression-based Latent Factor
 * Models, KDD 2009). A sweep believes anew of all users, then of all items, then of priors and
 * noise; nothing has to be tuned but the number of factors. The result does not depend on the
 * number of threads.
 */
public final class RatingFactorsFit {
  private static final double FIRST_SPREAD = 0.1;
  private static final double FIRST_BIAS_SPREAD = 0.3;
  private static final double FIRST_VARIANCE = 0.01;
  private static final double LEAST_NOISE = 1e-3;

  private final Interactions data;
  private final Workers workers;
  private final RatingMatrix byUser;
  private final RatingMatrix byItem;
  private final FactorSide users;
  private final FactorSide items;
  private final double mean;
  private double noise;

  /**
   * Before the first sweep: factors at random, no biases.
   *
   * @param end the ratings before which are learned from, at least one
   * @param factors at least 1
   */
  public RatingFactorsFit(
      Interactions data, int end, FeatureEncoder encoder, int factors, long seed, Workers workers) {
    this.data = data;
    this.workers = workers;
    this.byUser = RatingMatrix.byUser(data, end);
    this.byItem = byUser.transposed(data.itemIds().size());
    this.users = users(data, encoder, 1 + factors);
    this.items = items(data, encoder, 1 + factors);
    double sum = 0;
    double squares = 0;
    for (int at = 0; at < byUser.size(); at++) {
      sum += byUser.stars(at);
      squares += byUser.stars(at) * byUser.stars(at);
    }
    this.mean = sum / byUser.size();
    this.noise = Math.max(LEAST_NOISE, squares / byUser.size() - mean * mean);
    begin(seed);
  }

  private static FactorSide users(Interactions data, FeatureEncoder encoder, int width) {
    int inputWidth = 1 + encoder.profileWidth();
    List<String> ids = data.userIds();
    float[] inputs = new float[ids.size() * inputWidth];
    for (int row = 0; row < ids.size(); row++) {
      User user = data.users().get(ids.get(row));
      inputs[row * inputWidth] = 1;
      encoder.encodeProfile(
          user == null ? null : user.getDemographics(), inputs, row * inputWidth + 1);
    }
    return new FactorSide(ids.size(), width, inputs, inputWidth);
  }

  private static FactorSide items(Interactions data, FeatureEncoder encoder, int width) {
    int inputWidth = 1 + encoder.itemWidth();
    List<String> ids = data.itemIds();
    float[] inputs = new float[ids.size() * inputWidth];
    for (int row = 0; row < ids.size(); row++) {
      inputs[row * inputWidth] = 1;
      encoder.encodeItem(data.items().get(ids.get(row)), inputs, row * inputWidth + 1);
    }
    return new FactorSide(ids.size(), width, inputs, inputWidth);
  }

  private void begin(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (FactorSide side : List.of(users, items)) {
      Arrays.fill(side.spread, FIRST_SPREAD);
      side.spread[0] = FIRST_BIAS_SPREAD;
    }
    Arrays.fill(items.variances, (float) FIRST_VARIANCE);
    for (int place = 0; place < items.means.length; place++) {
      boolean bias = place % items.width == 0;
      items.means[place] = bias ? 0 : (float) (random.nextGaussian() * FIRST_SPREAD);
    }
  }

  /**
   * Begins with the factors of a bundle instead, where it has any of this width and encodes content
   * and profiles as here; items it does not know begin as their content makes one expect.
   */
  public RatingFactorsFit from(@Nullable Bundle bundle) {
    if (bundle != null
        && RatingFactors.isIn(bundle)
        && bundle.tensor(RatingFactors.SPREAD).columns() == users.width) {
      copy(bundle, RatingFactors.USER_PRIOR, users.prior);
      copy(bundle, RatingFactors.ITEM_PRIOR, items.prior);
      float[] spread = bundle.tensor(RatingFactors.SPREAD).values();
      for (int k = 0; k < users.width; k++) {
        users.spread[k] = spread[k];
        items.spread[k] = spread[users.width + k];
      }
      noise = bundle.tensor(RatingFactors.NOISE).values()[1];
      items.expectAll();
      rows(bundle);
    }
    return this;
  }

  private static void copy(Bundle bundle, String name, float[] to) {
    float[] values = bundle.tensor(name).values();
    System.arraycopy(values, 0, to, 0, to.length);
  }

  private void rows(Bundle bundle) {
    Map<String, Integer> known = new HashMap<>();
    bundle.itemIds().forEach(id -> known.put(id, known.size()));
    float[] means = bundle.tensor(RatingFactors.MEANS).values();
    float[] variances = bundle.tensor(RatingFactors.VARIANCES).values();
    for (int row = 0; row < items.rows; row++) {
      Integer from = known.get(data.itemIds().get(row));
      if (from != null) {
        System.arraycopy(means, from * items.width, items.means, row * items.width, items.width);
        System.arraycopy(
            variances, from * items.width, items.variances, row * items.width, items.width);
      }
    }
  }

  /**
   * Sweeps.
   *
   * @return the tensors of {@link RatingFactors}, items in the order of the data
   */
  public List<Tensor> fit(int sweeps, TrainingProgress progress) {
    for (int sweep = 1; sweep <= sweeps; sweep++) {
      users.update(byUser, items, mean, noise, workers);
      items.update(byItem, users, mean, noise, workers);
      noise = Math.max(LEAST_NOISE, squaredErrors() / byUser.size());
      double done = (double) sweep / sweeps;
      progress.update(
          new TrainingProgress.Stage("ratings", sweep, sweeps, done, noise, Double.NaN));
    }
    return tensors();
  }

  /** What is expected of the squared errors, with what is not known of both sides. */
  private double squaredErrors() {
    double[] sums = new double[byUser.rows()];
    workers.forRange(
        byUser.rows(),
        (from, to) -> {
          for (int user = from; user < to; user++) {
            for (int at = byUser.start(user); at < byUser.start(user + 1); at++) {
              sums[user] += squaredError(user * users.width, at);
            }
          }
        });
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return sum;
  }

  private double squaredError(int user, int at) {
    int item = byUser.other(at) * items.width;
    double error = byUser.stars(at) - mean - users.means[user] - items.means[item];
    double variance = (double) users.variances[user] + items.variances[item];
    for (int k = 1; k < users.width; k++) {
      double p = users.means[user + k];
      double q = items.means[item + k];
      double pv = users.variances[user + k];
      double qv = items.variances[item + k];
      error -= p * q;
      variance += pv * q * q + p * p * qv + pv * qv;
    }
    return error * error + variance;
  }

  private List<Tensor> tensors() {
    int width = users.width;
    float[] spread = new float[2 * width];
    for (int k = 0; k < width; k++) {
      spread[k] = (float) users.spread[k];
      spread[width + k] = (float) items.spread[k];
    }
    return List.of(
        tensor(RatingFactors.MEANS, items.means),
        tensor(RatingFactors.VARIANCES, items.variances),
        tensor(RatingFactors.ITEM_PRIOR, items.prior),
        tensor(RatingFactors.USER_PRIOR, users.prior),
        new Tensor(RatingFactors.SPREAD, 2, width, spread),
        new Tensor(RatingFactors.NOISE, 1, 2, new float[] {(float) mean, (float) noise}));
  }

  private Tensor tensor(String name, float[] values) {
    return new Tensor(name, values.length / users.width, users.width, values.clone());
  }
}
