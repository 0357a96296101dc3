package io.millrace.model.encode;

import java.util.List;

/**
 * Retrieval dot, the candidate's share by it, then for the sources index, transitions and
 * popularity whether each proposed the candidate and the reciprocal rank.
 */
final class RetrievalGroup implements FeatureGroup<PairContext> {
  private static final LogScale PLACES = new LogScale(1000);

  /** What {@link #place} is for the first ranks. */
  private static final float[] FIRST_PLACES = firstPlaces(1024);

  @Override
  public String name() {
    return "retrieval";
  }

  @Override
  public int width() {
    return 10;
  }

  @Override
  public List<String> numbers() {
    return List.of(
        "dot",
        "has_vector",
        "share_root",
        "log_share",
        "index",
        "index_reciprocal",
        "transitions",
        "transitions_reciprocal",
        "popularity",
        "popularity_reciprocal");
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    out[at] = context.dot();
    out[at + 1] = context.vector() == null ? 0f : 1f;
    out[at + 2] = (float) Math.sqrt(context.share());
    out[at + 3] = context.share() == 0 ? 0f : Scaling.logProbability(context.share());
    rank(context.ranks().index(), out, at + 4);
    rank(context.ranks().transitions(), out, at + 6);
    rank(context.ranks().popularity(), out, at + 8);
  }

  private static float[] firstPlaces(int n) {
    float[] places = new float[n];
    for (int rank = 1; rank < n; rank++) {
      places[rank] = place(rank);
    }
    return places;
  }

  /** 1 for the first rank, falling with the logarithm. */
  private static float place(int rank) {
    return 1f - PLACES.of(rank - 1);
  }

  static void rank(int rank, float[] out, int at) {
    out[at] = rank < FIRST_PLACES.length ? FIRST_PLACES[rank] : place(rank);
    out[at + 1] = Scaling.reciprocal(rank);
  }
}
