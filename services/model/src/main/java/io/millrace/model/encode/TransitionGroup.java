package io.millrace.model.encode;

import io.millrace.model.encode.TransitionRow.Entry;
import java.util.List;

/**
 * How strongly the candidate follows each of the user's last {@value #LAGS} items, and all of them
 * together. Per lag: probability (square root), its logarithm, the weight's logarithm, the
 * reciprocal rank. Then: decayed sum and its logarithm, greatest, how many lags know it.
 */
final class TransitionGroup implements FeatureGroup<PairContext> {
  static final int LAGS = 5;
  private static final int PER_LAG = 4;
  private static final double DECAY = 0.7;

  @Override
  public String name() {
    return "transitions";
  }

  @Override
  public int width() {
    return LAGS * PER_LAG + 4;
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    List<RecentItem> recent = context.query().recent();
    double sum = 0;
    double norm = 0;
    double greatest = 0;
    int known = 0;
    for (int lag = 0; lag < recent.size(); lag++) {
      double weight = Math.pow(DECAY, lag);
      norm += weight;
      Entry entry = recent.get(lag).transitions().find(context.itemId());
      if (entry == null) {
        continue;
      }
      known++;
      sum += weight * entry.probability();
      greatest = Math.max(greatest, entry.probability());
      if (lag < LAGS) {
        encodeLag(entry, out, at + lag * PER_LAG);
      }
    }
    if (known > 0) {
      encodeSum(sum / norm, greatest, (double) known / recent.size(), out, at + LAGS * PER_LAG);
    }
  }

  private static void encodeLag(Entry entry, float[] out, int at) {
    out[at] = (float) Math.sqrt(entry.probability());
    out[at + 1] = Scaling.logProbability(entry.probability());
    out[at + 2] = Scaling.log(entry.weight(), 200);
    out[at + 3] = Scaling.reciprocal(entry.rank());
  }

  private static void encodeSum(double mean, double greatest, double known, float[] out, int at) {
    out[at] = (float) Math.sqrt(mean);
    out[at + 1] = Scaling.logProbability(mean);
    out[at + 2] = (float) Math.sqrt(greatest);
    out[at + 3] = (float) known;
  }
}
