package io.millrace.model.encode;

import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers of {@link ContentGroup} for the candidates of one user. Immutable. */
final class ContentOfUser implements Numbers<PairContext> {
  private static final LogScale YEARS = new LogScale(50);
  private static final int LAGS = 3;
  private static final double UNKNOWN = Double.NaN;
  private static final Taste NONE = new Taste(0, 0);

  /**
   * What the user makes of a genre.
   *
   * @param liking -1 to 1
   * @param count decayed
   */
  private record Taste(double liking, double count) {}

  private final YearRange years;
  private final Map<String, Taste> tastes = new HashMap<>();
  private final double total;
  private final String[][] last;
  private final long[] lastMasks;
  private final double lastYear;
  private final double meanYear;

  ContentOfUser(QueryState query, YearRange years) {
    this.years = years;
    double counts = 0;
    if (query.aggregates() != null) {
      for (GenreTaste taste : query.aggregates().getGenres().getTastes()) {
        counts += taste.getCount();
        tastes.put(taste.getGenre(), new Taste(Tastes.liking(taste), taste.getCount()));
      }
    }
    this.total = counts;
    List<RecentItem> recent = query.recent();
    this.last = new String[Math.min(LAGS, recent.size())][];
    this.lastMasks = new long[last.length];
    for (int lag = 0; lag < last.length; lag++) {
      last[lag] = genres(recent.get(lag));
      lastMasks[lag] = KnownItem.mask(last[lag]);
    }
    double first = UNKNOWN;
    double sum = 0;
    int known = 0;
    for (RecentItem item : recent) {
      double year = year(item);
      if (!Double.isNaN(year)) {
        first = known == 0 ? year : first;
        sum += year;
        known++;
      }
    }
    this.lastYear = first;
    this.meanYear = known == 0 ? UNKNOWN : sum / known;
  }

  private static String[] genres(RecentItem recent) {
    return recent.item() == null ? new String[0] : recent.item().getGenres().toArray(String[]::new);
  }

  private static double year(RecentItem recent) {
    Item item = recent.item();
    return item == null || item.getYear() == null ? UNKNOWN : item.getYear();
  }

  @Override
  public void encode(PairContext context, float[] out, int at) {
    KnownItem item = context.known();
    if (item.item() != null) {
      encodeTaste(item.genres, out, at);
      encodeOverlap(item, out, at + 2);
      encodeYears(item.year, out, at + 4);
    }
  }

  private void encodeTaste(String[] genres, float[] out, int at) {
    if (genres.length == 0) {
      return;
    }
    double liking = 0;
    double share = 0;
    for (String genre : genres) {
      Taste taste = tastes.getOrDefault(genre, NONE);
      liking += taste.liking();
      share += taste.count();
    }
    out[at] = Scaling.clamp(liking / genres.length, -1, 1);
    out[at + 1] = total > 0 ? Scaling.clamp(share / total, 0, 1) : 0f;
  }

  private void encodeOverlap(KnownItem item, float[] out, int at) {
    float sum = 0;
    for (int k = 0; k < last.length; k++) {
      float overlap = (item.genreMask & lastMasks[k]) == 0 ? 0f : overlap(item.genres, last[k]);
      sum += overlap;
      if (k == 0) {
        out[at] = overlap;
      }
    }
    out[at + 1] = last.length == 0 ? 0f : sum / last.length;
  }

  /** Jaccard; genre lists are short and without repeats, so two loops beat two sets. */
  private static float overlap(String[] a, String[] b) {
    int shared = 0;
    for (String genre : a) {
      for (String other : b) {
        if (genre.hashCode() == other.hashCode() && genre.equals(other)) {
          shared++;
          break;
        }
      }
    }
    int union = a.length + b.length - shared;
    return union == 0 ? 0f : (float) shared / union;
  }

  private void encodeYears(double year, float[] out, int at) {
    if (Double.isNaN(year)) {
      return;
    }
    if (!Double.isNaN(lastYear)) {
      out[at] = distance(year, lastYear);
      out[at + 1] = distance(year, meanYear);
    }
    out[at + 2] = years.place(year);
  }

  /** 0 for the same year, about 1 for fifty apart. */
  private static float distance(double a, double b) {
    return YEARS.of(Math.abs(a - b));
  }
}
