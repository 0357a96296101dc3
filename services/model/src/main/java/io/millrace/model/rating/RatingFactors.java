package io.millrace.model.rating;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The item side of a Bayesian factorisation of ratings. A rating is the mean of all, plus a bias of
 * the user and one of the item, plus the product of their factors, plus noise. What is believed of
 * an item or user without ratings follows from content or profile (a linear regression). Users are
 * not stored: a user's numbers are solved for from the ratings known at the query, so each rating
 * counts at once. Immutable; thread-safe.
 *
 * <p>In the bundle, with D = 1 (bias) + factors:
 *
 * <ul>
 *   <li>{@value #MEANS}, {@value #VARIANCES}: [items of the bundle, D]
 *   <li>{@value #ITEM_PRIOR}: [1 + item content, D]; {@value #USER_PRIOR}: [1 + profile, D]
 *   <li>{@value #SPREAD}: [2, D], variances about the priors of users, of items
 *   <li>{@value #NOISE}: [1, 2], mean of all ratings in stars, variance of the noise
 * </ul>
 */
public final class RatingFactors {
  public static final String MEANS = "rating.items.mean";
  public static final String VARIANCES = "rating.items.variance";
  public static final String ITEM_PRIOR = "rating.items.prior";
  public static final String USER_PRIOR = "rating.users.prior";
  public static final String SPREAD = "rating.spread";
  public static final String NOISE = "rating.noise";

  private final FeatureEncoder encoder;
  private final int width;
  private final float[] means;
  private final float[] variances;
  private final float[] itemPrior;
  private final float[] userPrior;
  private final float[] spread;
  private final double mean;
  private final double noise;
  private final Map<String, Integer> rows = new HashMap<>();

  /**
   * Those of a bundle.
   *
   * @throws BundleFault if it lacks a part or shapes do not fit
   */
  public RatingFactors(Bundle bundle) {
    this.encoder = bundle.encoder();
    this.width = bundle.tensor(SPREAD).columns();
    this.means = values(bundle, MEANS, bundle.itemIds().size());
    this.variances = values(bundle, VARIANCES, bundle.itemIds().size());
    this.itemPrior = values(bundle, ITEM_PRIOR, 1 + encoder.itemWidth());
    this.userPrior = values(bundle, USER_PRIOR, 1 + encoder.profileWidth());
    this.spread = values(bundle, SPREAD, 2);
    float[] levels = bundle.tensor(NOISE).values();
    this.mean = levels[0];
    this.noise = levels[1];
    bundle.itemIds().forEach(id -> rows.put(id, rows.size()));
  }

  /** Whether the bundle holds rating factors. */
  public static boolean isIn(Bundle bundle) {
    return bundle.has(SPREAD);
  }

  private float[] values(Bundle bundle, String name, int rows) {
    Tensor tensor = bundle.tensor(name);
    if (tensor.rows() != rows || tensor.columns() != width) {
      throw new BundleFault(
          "%s: must be %d x %d, is %d x %d"
              .formatted(name, rows, width, tensor.rows(), tensor.columns()));
    }
    return tensor.values();
  }

  /** Begins to work out a user's side. */
  public UserTaste.Ratings user(@Nullable Demographics profile) {
    float[] input = new float[1 + encoder.profileWidth()];
    input[0] = 1;
    encoder.encodeProfile(profile, input, 1);
    FactorPosterior posterior = new FactorPosterior(width);
    posterior.begin(regressed(userPrior, input), spread(0));
    return new UserTaste.Ratings(this, posterior);
  }

  /** What is expected of one of whom this is known, after a 1 in front. */
  private double[] regressed(float[] prior, float[] input) {
    double[] expected = new double[width];
    FactorPrior.expect(prior, input, 0, input.length, expected);
    return expected;
  }

  private double[] spread(int side) {
    double[] variance = new double[width];
    for (int k = 0; k < width; k++) {
      variance[k] = spread[side * width + k];
    }
    return variance;
  }

  /** What is known of an item: its row, or what its content makes one expect. */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(float[] means, float[] variances, int at) {}

  /** The item's row; negative if the bundle does not know it. */
  public int row(String itemId) {
    return rows.getOrDefault(itemId, -1);
  }

  /**
   * What is known of the item of a row.
   *
   * @param row negative for an item that has none
   * @param item its catalogue entry, or null; of no meaning to one that has a row
   */
  Row at(int row, @Nullable Item item) {
    return row < 0 ? expected(item) : new Row(means, variances, row * width);
  }

  private Row expected(@Nullable Item item) {
    float[] input = new float[1 + encoder.itemWidth()];
    input[0] = 1;
    encoder.encodeItem(item, input, 1);
    double[] prior = regressed(itemPrior, input);
    float[] expected = new float[width];
    for (int k = 0; k < width; k++) {
      expected[k] = (float) prior[k];
    }
    return new Row(expected, java.util.Arrays.copyOfRange(spread, width, 2 * width), 0);
  }

  /** 1 for the bias, and the factors. */
  int width() {
    return width;
  }

  /** The mean of all ratings, in stars. */
  double mean() {
    return mean;
  }

  /** The variance of a rating about what is expected, in stars squared. */
  double noise() {
    return noise;
  }
}
