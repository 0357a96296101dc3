package io.millrace.tests.benchmark.encoder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much better one kind foretells the same events than another, means over seeds.
 *
 * @param mean of NDCG@10
 * @param standardError events of a user taken as one draw: they are alike
 */
record Difference(double mean, double standardError) {
  /**
   * Compares.
   *
   * @param one told of by its seeds
   * @param other the same events, by its seeds
   */
  static Difference of(List<Ranks> one, List<Ranks> other) {
    int[] users = one.getFirst().users();
    double[] mine = meanGains(one);
    double[] theirs = meanGains(other);
    double sum = 0;
    for (int event = 0; event < users.length; event++) {
      sum += mine[event] - theirs[event];
    }
    double mean = sum / users.length;
    Map<Integer, Double> ofUser = new HashMap<>();
    for (int event = 0; event < users.length; event++) {
      ofUser.merge(users[event], mine[event] - theirs[event] - mean, Double::sum);
    }
    double squares = ofUser.values().stream().mapToDouble(d -> d * d).sum();
    return new Difference(mean, Math.sqrt(squares) / users.length);
  }

  private static double[] meanGains(List<Ranks> seeds) {
    double[] means = new double[seeds.getFirst().ranks().length];
    for (Ranks seed : seeds) {
      double[] gains = seed.gains();
      for (int event = 0; event < means.length; event++) {
        means[event] += gains[event] / seeds.size();
      }
    }
    return means;
  }
}
