package io.millrace.model.encode;

import io.millrace.model.vector.Vectors;
import java.util.List;

/** Likeness by vectors to each of the last {@value #LAGS} items; their mean and greatest. */
final class SimilarityGroup implements FeatureGroup<PairContext> {
  static final int LAGS = 3;

  @Override
  public String name() {
    return "similarity";
  }

  @Override
  public int width() {
    return LAGS + 2;
  }

  @Override
  public List<String> numbers() {
    return List.of("last_1", "last_2", "last_3", "mean", "greatest");
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    float[] candidate = context.vector();
    List<RecentItem> recent = context.query().recent();
    if (candidate == null || recent.isEmpty()) {
      return;
    }
    float sum = 0;
    float greatest = -1;
    int known = 0;
    int lags = Math.min(LAGS, recent.size());
    for (int lag = 0; lag < lags; lag++) {
      float[] vector = recent.get(lag).vector();
      if (vector != null) {
        float dot = Vectors.dot(candidate, vector);
        out[at + lag] = dot;
        sum += dot;
        greatest = Math.max(greatest, dot);
        known++;
      }
    }
    if (known > 0) {
      out[at + LAGS] = sum / known;
      out[at + LAGS + 1] = greatest;
    }
  }
}
