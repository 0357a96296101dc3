package io.millrace.data.describe;

import io.millrace.data.Dataset;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a data set holds, counted in one pass over each of its files. Memory grows with users and
 * items, not with ratings.
 *
 * @param name of the data set
 * @param licence a word on its terms
 * @param items in the catalogue
 * @param describedUsers users of whom something is known
 * @param ratings how many
 * @param meanRating in stars; NaN where there is none
 * @param oldest first event time, milliseconds since the epoch; 0 where there is none
 * @param newest last event time, likewise
 * @param byMonth ratings in each month (UTC), gaps left out
 * @param byStars ratings of each number of stars
 * @param perUser ratings of each user, most first
 * @param perItem ratings of each rated item, most first
 * @param itemsByGenre items of the catalogue in each genre
 * @param ratingsByGenre ratings of items in each genre
 */
public record DatasetSummary(
    String name,
    String licence,
    long items,
    long describedUsers,
    long ratings,
    double meanRating,
    long oldest,
    long newest,
    SortedMap<YearMonth, Long> byMonth,
    SortedMap<Double, Long> byStars,
    List<Integer> perUser,
    List<Integer> perItem,
    SortedMap<String, Long> itemsByGenre,
    SortedMap<String, Long> ratingsByGenre) {

  public DatasetSummary {
    byMonth = Collections.unmodifiableSortedMap(new TreeMap<>(byMonth));
    byStars = Collections.unmodifiableSortedMap(new TreeMap<>(byStars));
    perUser = List.copyOf(perUser);
    perItem = List.copyOf(perItem);
    itemsByGenre = Collections.unmodifiableSortedMap(new TreeMap<>(itemsByGenre));
    ratingsByGenre = Collections.unmodifiableSortedMap(new TreeMap<>(ratingsByGenre));
  }

  /**
   * Counts.
   *
   * @throws io.millrace.data.DatasetFault if the data set cannot be read
   */
  public static DatasetSummary of(Dataset dataset) {
    return new Counting().count(dataset);
  }

  /** Users with at least one rating. */
  public int users() {
    return perUser.size();
  }

  /** Share of all pairs of rating user and rated item that are rated; 0 where there is none. */
  public double density() {
    double pairs = (double) perUser.size() * perItem.size();
    return pairs == 0 ? 0 : ratings / pairs;
  }

  /** Used once, by one thread. */
  private static final class Counting {
    private final Map<String, List<String>> genres = new HashMap<>();
    private final SortedMap<YearMonth, Long> byMonth = new TreeMap<>();
    private final SortedMap<Double, Long> byStars = new TreeMap<>();
    private final SortedMap<String, Long> itemsByGenre = new TreeMap<>();
    private final SortedMap<String, Long> ratingsByGenre = new TreeMap<>();
    private final Map<String, Integer> perUser = new HashMap<>();
    private final Map<String, Integer> perItem = new HashMap<>();
    private final Map<Long, Long> byDay = new HashMap<>();
    private long ratings;
    private double sum;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;

    DatasetSummary count(Dataset dataset) {
      try (Stream<Item> items = dataset.items()) {
        items.forEach(this::add);
      }
      long described;
      try (Stream<User> users = dataset.users()) {
        described = users.count();
      }
      try (Stream<Rating> all = dataset.ratingsInFileOrder()) {
        all.forEach(this::add);
      }
      perItem.forEach(this::addGenres);
      byDay.forEach((day, count) -> byMonth.merge(month(day), count, Long::sum));
      return new DatasetSummary(
          dataset.name(),
          dataset.licence(),
          genres.size(),
          described,
          ratings,
          sum / ratings,
          ratings == 0 ? 0 : oldest,
          ratings == 0 ? 0 : newest,
          byMonth,
          byStars,
          descending(perUser),
          descending(perItem),
          itemsByGenre,
          ratingsByGenre);
    }

    private void add(Item item) {
      genres.put(item.getItemId(), item.getGenres());
      item.getGenres().forEach(genre -> itemsByGenre.merge(genre, 1L, Long::sum));
    }

    private void add(Rating rating) {
      ratings++;
      sum += rating.rating();
      oldest = Math.min(oldest, rating.timestamp());
      newest = Math.max(newest, rating.timestamp());
      byStars.merge(rating.rating(), 1L, Long::sum);
      perUser.merge(rating.userId(), 1, Integer::sum);
      perItem.merge(rating.itemId(), 1, Integer::sum);
      byDay.merge(Math.floorDiv(rating.timestamp(), 86_400_000L), 1L, Long::sum);
    }

    private void addGenres(String itemId, int count) {
      for (String genre : genres.getOrDefault(itemId, List.of())) {
        ratingsByGenre.merge(genre, (long) count, Long::sum);
      }
    }

    private static YearMonth month(long day) {
      long clamped = Math.clamp(day, -3_650_000L, 3_650_000L);
      return YearMonth.from(Instant.ofEpochSecond(clamped * 86_400).atOffset(ZoneOffset.UTC));
    }

    private static List<Integer> descending(Map<String, Integer> counts) {
      return counts.values().stream().sorted(Collections.reverseOrder()).toList();
    }
  }
}
