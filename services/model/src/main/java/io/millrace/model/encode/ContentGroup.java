package io.millrace.model.encode;

import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Item;
import java.util.List;

/**
 * How the candidate's content suits the user: mean liking and share of its genres, genres shared
 * with the last item and the last three (Jaccard), distance in years to the last item and to the
 * mean of the last ones, and the candidate's own year.
 */
final class ContentGroup implements FeatureGroup<PairContext> {
  private static final LogScale YEARS = new LogScale(50);
  private static final int LAGS = 3;
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
  public void encode(PairContext context, float[] out, int at) {
    Item item = context.item();
    if (item == null) {
      return;
    }
    encodeTaste(context.query(), item, out, at);
    encodeOverlap(context.query().recent(), item, out, at + 2);
    encodeYears(context.query().recent(), item, out, at + 4);
  }

  private static void encodeTaste(QueryState query, Item item, float[] out, int at) {
    if (query.aggregates() == null || item.getGenres().isEmpty()) {
      return;
    }
    List<GenreTaste> tastes = query.aggregates().getGenres().getTastes();
    double total = 0;
    double liking = 0;
    double share = 0;
    for (GenreTaste taste : tastes) {
      total += taste.getCount();
      if (item.getGenres().contains(taste.getGenre())) {
        liking += Tastes.liking(taste);
        share += taste.getCount();
      }
    }
    out[at] = Scaling.clamp(liking / item.getGenres().size(), -1, 1);
    out[at + 1] = total > 0 ? Scaling.clamp(share / total, 0, 1) : 0f;
  }

  private static void encodeOverlap(List<RecentItem> recent, Item item, float[] out, int at) {
    float sum = 0;
    int n = Math.min(LAGS, recent.size());
    for (int k = 0; k < n; k++) {
      Item other = recent.get(k).item();
      float overlap = other == null ? 0f : overlap(item.getGenres(), other.getGenres());
      sum += overlap;
      if (k == 0) {
        out[at] = overlap;
      }
    }
    out[at + 1] = n == 0 ? 0f : sum / n;
  }

  /** Jaccard; genre lists are short and without repeats, so two loops beat two sets. */
  private static float overlap(List<String> a, List<String> b) {
    int shared = 0;
    for (String genre : a) {
      if (b.contains(genre)) {
        shared++;
      }
    }
    int union = a.size() + b.size() - shared;
    return union == 0 ? 0f : (float) shared / union;
  }

  private void encodeYears(List<RecentItem> recent, Item item, float[] out, int at) {
    if (item.getYear() == null) {
      return;
    }
    double sum = 0;
    int known = 0;
    for (RecentItem other : recent) {
      if (other.item() != null && other.item().getYear() != null) {
        sum += other.item().getYear();
        if (known++ == 0) {
          out[at] = distance(item.getYear(), other.item().getYear());
        }
      }
    }
    if (known > 0) {
      out[at + 1] = distance(item.getYear(), sum / known);
    }
    out[at + 2] = years.place(item.getYear());
  }

  /** 0 for the same year, about 1 for fifty apart. */
  private static float distance(double a, double b) {
    return YEARS.of(Math.abs(a - b));
  }
}
