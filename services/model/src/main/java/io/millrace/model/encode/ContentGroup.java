package io.millrace.model.encode;

import java.util.List;

/**
 * How the candidate's content suits the user: mean liking and share of its genres, genres shared
 * with the last item and the last three (Jaccard), distance in years to the last item and to the
 * mean of the last ones, and the candidate's own year.
 */
final class ContentGroup implements FeatureGroup<PairContext> {
  private final YearRange years;

  ContentGroup(YearRange years) {
    this.years = years;
  }

  @Override
  public String name() {
    return "content";
  }

  @Override
  public int width() {
    return 7;
  }

  @Override
  public List<String> numbers() {
    return List.of(
        "genre_liking",
        "genre_share",
        "overlap_last",
        "overlap_mean",
        "years_to_last",
        "years_to_mean",
        "year");
  }

  @Override
  public Numbers<PairContext> within(QueryState query) {
    return new ContentOfUser(query, years);
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    within(context.query()).encode(context, out, at);
  }
}
