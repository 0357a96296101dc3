package io.millrace.model.encode;

/**
 * Retrieval dot, then for each source whether it proposed the candidate and the reciprocal rank.
 */
final class RetrievalGroup implements FeatureGroup<PairContext> {
  @Override
  public String name() {
    return "retrieval";
  }

  @Override
  public int width() {
    return 8;
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    out[at] = context.dot();
    out[at + 1] = context.vector() == null ? 0f : 1f;
    rank(context.ranks().index(), out, at + 2);
    rank(context.ranks().transitions(), out, at + 4);
    rank(context.ranks().popularity(), out, at + 6);
  }

  private static void rank(int rank, float[] out, int at) {
    out[at] = rank == 0 ? 0f : 1f - Scaling.log(rank - 1, 1000);
    out[at + 1] = Scaling.reciprocal(rank);
  }
}
