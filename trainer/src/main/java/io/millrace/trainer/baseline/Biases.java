package io.millrace.trainer.baseline;

import io.millrace.trainer.dataset.Interactions;

/**
 * The mean rating plus what a user and an item are above it (Koren, Factor in the Neighbors, TKDD
 * 2010, section 2.1), by alternating least squares with the constants of Surprise's {@code
 * BaselineOnly}: ten sweeps, 10 ratings' worth of the mean for an item, 15 for a user.
 */
public final class Biases implements RatingBaseline {
  private static final int SWEEPS = 10;
  private static final double OF_ITEM = 10;
  private static final double OF_USER = 15;

  private double mean;
  private double[] user = {};
  private double[] item = {};

  @Override
  public void fit(Interactions data) {
    user = new double[data.userIds().size()];
    item = new double[data.itemIds().size()];
    mean = 0;
    for (int event = 0; event < data.size(); event++) {
      mean += data.halfStars(event) / 2.0 / data.size();
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      item = ofItems(data);
      user = ofUsers(data);
    }
  }

  private double[] ofItems(Interactions data) {
    double[] sums = new double[item.length];
    int[] counts = new int[item.length];
    for (int event = 0; event < data.size(); event++) {
      sums[data.item(event)] += data.halfStars(event) / 2.0 - mean - user[data.user(event)];
      counts[data.item(event)]++;
    }
    return shrunk(sums, counts, OF_ITEM);
  }

  private double[] ofUsers(Interactions data) {
    double[] sums = new double[user.length];
    int[] counts = new int[user.length];
    for (int event = 0; event < data.size(); event++) {
      sums[data.user(event)] += data.halfStars(event) / 2.0 - mean - item[data.item(event)];
      counts[data.user(event)]++;
    }
    return shrunk(sums, counts, OF_USER);
  }

  private static double[] shrunk(double[] sums, int[] counts, double constant) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= constant + counts[k];
    }
    return sums;
  }

  @Override
  public double stars(int userOrdinal, int itemOrdinal) {
    return mean + user[userOrdinal] + item[itemOrdinal];
  }
}
