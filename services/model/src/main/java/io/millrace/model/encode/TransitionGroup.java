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
  private static final double FAST = 0.75;
  private static final double SLOW = 0.9;

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
    Sums sums = new Sums();
    for (int lag = 0; lag < lags; lag++) {
      Entry entry = followed[lag];
      sums.add(entry == null ? 0 : entry.probability());
      if (entry != null && lag < LAGS) {
        encodeLag(entry, out, at + lag * PER_LAG);
      }
    }
    if (sums.known > 0) {
      sums.encode(lags, out, at + LAGS * PER_LAG);
    }
  }

  private static void encodeLag(Entry entry, float[] out, int at) {
    out[at] = (float) Math.sqrt(entry.probability());
    out[at + 1] = Scaling.logProbability(entry.probability());
    out[at + 2] = WEIGHT.of(entry.weight());
    out[at + 3] = Scaling.reciprocal(entry.rank());
  }

  /** Runs over the lags, newest first. */
  private static final class Sums {
    private double fastWeight = 1;
    private double slowWeight = 1;
    private double fastNorm;
    private double slowNorm;
    private double fastRoot;
    private double slowRoot;
    private double probability;
    private double greatest;
    private int known;

    void add(double p) {
      double root = Math.sqrt(p);
      fastRoot += fastWeight * root;
      slowRoot += slowWeight * root;
      probability += fastWeight * p;
      greatest = Math.max(greatest, root);
      known += p > 0 ? 1 : 0;
      fastNorm += fastWeight;
      slowNorm += slowWeight;
      fastWeight *= FAST;
      slowWeight *= SLOW;
    }

    void encode(int lags, float[] out, int at) {
      out[at] = (float) (fastRoot / fastNorm);
      out[at + 1] = (float) (slowRoot / slowNorm);
      out[at + 2] = Scaling.logProbability(probability / fastNorm);
      out[at + 3] = (float) greatest;
      out[at + 4] = (float) known / lags;
    }
  }
}
