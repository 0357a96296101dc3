package io.millrace.model.encode;

import java.util.List;

/**
 * Whether the source of fresh items proposed the candidate, by its rank, and the rank's reciprocal.
 */
final class FreshGroup implements FeatureGroup<PairContext> {
  @Override
  public String name() {
    return "fresh";
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public List<String> numbers() {
    return List.of("place", "reciprocal");
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    RetrievalGroup.rank(context.ranks().fresh(), out, at);
  }
}
