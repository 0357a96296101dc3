package io.millrace.model.encode;

import io.millrace.model.feature.TransitionRow.Entry;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How strongly the candidate follows each of the user's last {@value #LAGS} items, and the last
 * {@value PairContext#FOLLOWED} together. Per lag: probability (square root), its logarithm, the
 * weight's logarithm, the reciprocal rank. Then over all recent items: decayed mean of the root,
 * fast and slow, logarithm of the decayed mean probability, greatest, share of the items that know
 * the candidate.
 */
final class TransitionGroup implements FeatureGroup<PairContext> {
  private static final LogScale WEIGHT = new LogScale(200);
  static final int LAGS = 5;
  private static final int PER_LAG = 4;
  private static final LagWeights FAST = new LagWeights(0.75);
  private static final LagWeights SLOW = new LagWeights(0.9);

  @Override
  public String name() {
    return "transitions";
  }

  @Override
  public int width() {
    return LAGS * PER_LAG + 5;
  }

  @Override
  public List<String> numbers() {
    Stream<String> lags =
        IntStream.rangeClosed(1, LAGS)
            .mapToObj(lag -> "last_" + lag + "_")
            .flatMap(lag -> Stream.of("root", "log", "log_weight", "reciprocal").map(lag::concat));
    return Stream.concat(
            lags, Stream.of("mean_root", "slow_mean_root", "log_mean", "greatest", "known"))
        .toList();
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    Entry[] followed = context.followed();
    if (followed != null) {
      encode(followed, Math.min(followed.length, context.query().recent().size()), out, at);
    }
  }

  private static void encode(@Nullable Entry[] followed, int lags, float[] out, int at) {
    double fastRoot = 0;
    double slowRoot = 0;
    double probability = 0;
    double greatest = 0;
    int known = 0;
    for (int lag = 0; lag < lags; lag++) {
      Entry entry = followed[lag];
      if (entry != null && entry.probability() > 0) {
        double root = Math.sqrt(entry.probability());
        fastRoot += FAST.weight(lag) * root;
        slowRoot += SLOW.weight(lag) * root;
        probability += FAST.weight(lag) * entry.probability();
        greatest = Math.max(greatest, root);
        known++;
      }
      if (entry != null && lag < LAGS) {
        encodeLag(entry, out, at + lag * PER_LAG);
      }
    }
    if (known > 0) {
      int all = at + LAGS * PER_LAG;
      out[all] = (float) (fastRoot / FAST.sum(lags));
      out[all + 1] = (float) (slowRoot / SLOW.sum(lags));
      out[all + 2] = Scaling.logProbability(probability / FAST.sum(lags));
      out[all + 3] = (float) greatest;
      out[all + 4] = (float) known / lags;
    }
  }

  private static void encodeLag(Entry entry, float[] out, int at) {
    out[at] = (float) Math.sqrt(entry.probability());
    out[at + 1] = Scaling.logProbability(entry.probability());
    out[at + 2] = WEIGHT.of(entry.weight());
    out[at + 3] = Scaling.reciprocal(entry.rank());
  }

  /** What each of the last items counts, and so many of them together. Immutable. */
  private static final class LagWeights {
    private final double[] weights = new double[PairContext.FOLLOWED];
    private final double[] sums = new double[PairContext.FOLLOWED + 1];

    LagWeights(double decay) {
      double weight = 1;
      for (int lag = 0; lag < weights.length; lag++) {
        weights[lag] = weight;
        sums[lag + 1] = sums[lag] + weight;
        weight *= decay;
      }
    }

    double weight(int lag) {
      return weights[lag];
    }

    double sum(int lags) {
      return sums[lags];
    }
  }
}
